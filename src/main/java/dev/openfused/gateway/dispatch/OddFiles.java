package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of files that are refused for what they are: a link, a folder, a FIFO, too large, no message. Such a file stays
 * where it is and is met by every scan, so what was told is remembered until a scan does not meet it any more.
 */
final class OddFiles {
    /** Whoever puts more odd files than this into a folder gets one line for the rest of them. */
    private static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(OddFiles.class);

    private final AuditLog audit;

    /** The number of the scan that met each last, by what was told of it. */
    private final Map<AuditEntry, Long> told = new HashMap<>();

    private long scan;
    private boolean full;

    OddFiles(AuditLog audit) {
        this.audit = audit;
    }

    /**
     * A file is refused; told once, and anew if it is odd in another way.
     *
     * @param file its base name
     * @param reason one line
     */
    void refuse(String file, String reason) {
        refuse(AuditEntry.of(Decision.REFUSED).file(file).reason(reason));
    }

    /**
     * The same with more about the file.
     *
     * @param refusal names the file and the reason
     */
    synchronized void refuse(AuditEntry refusal) {
        if (told.size() < MOST || told.containsKey(refusal)) {
            if (told.put(refusal, scan) == null) {
                audit.write(refusal);
            }
        } else if (!full) {
            full = true;
            LOG.warn("more than {} files are no messages; the others are not told of, remove them", MOST);
        }
    }

    /** A scan met all that is there: what it did not meet is gone, and is told again should it come back. */
    synchronized void scanned() {
        told.values().removeIf(met -> met < scan);
        scan++;
        full = told.size() >= MOST;
    }
}
