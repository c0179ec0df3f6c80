package dev.openfused.gateway.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Divides the files that this process may have open: half of them, at most {@link #RESERVE}, are kept for store, database
 * and bridges, however many clients there are.
 */
final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);
    private static final int RESERVE = 1024;
    private static final Path LIMITS = Path.of("/proc/self/limits");

    private final long forClients;

    private Descriptors(long forClients) {
        this.forClients = forClients;
    }

    /** As many as the operating system lets us have; any number where it does not say. */
    static Descriptors ofThisProcess() {
        try {
            return Files.exists(LIMITS) ? among(Files.readAllLines(LIMITS)) : new Descriptors(Integer.MAX_VALUE);
        } catch (IOException e) {
            LOG.debug("how many files may be open is not known: {}", e.toString());
            return new Descriptors(Integer.MAX_VALUE);
        }
    }

    /** As Linux lists limits, soft before hard. */
    static Descriptors among(List<String> limits) {
        return limits.stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> new StringTokenizer(line.substring("Max open files".length())).nextToken())
                .filter(soft -> !soft.equals("unlimited"))
                .map(Long::parseLong)
                .map(soft -> new Descriptors(soft - Math.min(RESERVE, soft / 2)))
                .findFirst()
                .orElseGet(() -> new Descriptors(Integer.MAX_VALUE));
    }

    /** Limits connections to four fifths of the open files kept for clients; downloads take the rest. */
    int connections(int set) {
        int most = (int) Math.max(1, Math.min(set, forClients * 4 / 5));
        if (most < set) {
            LOG.warn(
                    "accepting {} connections at most, not the {} of openfuse.http.connections: the limit of open"
                            + " files is too low; raise it (ulimit -n, LimitNOFILE= of systemd) or lower that setting",
                    most,
                    set);
        }
        return most;
    }

    /** Limits simultaneous downloads to a fifth of the open files kept for clients. */
    int downloads(int set) {
        return (int) Math.max(1, Math.min(set, forClients / 5));
    }
}
