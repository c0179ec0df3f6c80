package dev.openfused.gateway.ssh;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host to connect to, with all that the configuration says of it.
 *
 * @param alias as it was asked for
 * @param host name or address to connect to, and under which its key is known unless {@code hostKeyAlias} says otherwise
 * @param port 1 to 65535
 * @param user the account there
 * @param identities private keys to offer, in this order; some may not exist
 * @param knownHosts files with keys of hosts; some may not exist
 * @param hostKeyAlias under which name the host's key is known, or null
 * @param agent socket of a running ssh-agent whose keys are offered too, or null
 * @param jumps hosts to go through, the first one first
 */
public record SshTarget(
        String alias,
        String host,
        int port,
        String user,
        List<Path> identities,
        List<Path> knownHosts,
        @Nullable String hostKeyAlias,
        @Nullable Path agent,
        List<SshTarget> jumps) {
    /** Where hosts listen that say nothing else. */
    public static final int DEFAULT_PORT = 22;

    /**
     * Copies the lists.
     *
     * @param alias as it was asked for
     * @param host name or address to connect to
     * @param port 1 to 65535
     * @param user the account there
     * @param identities private keys to offer
     * @param knownHosts files with keys of hosts
     * @param hostKeyAlias under which name the host's key is known, or null
     * @param agent socket of a running ssh-agent, or null
     * @param jumps hosts to go through
     */
    public SshTarget {
        identities = List.copyOf(identities);
        knownHosts = List.copyOf(knownHosts);
        jumps = List.copyOf(jumps);
    }

    /**
     * As one would type it.
     *
     * @return such as {@code ssh -p 2222 alice@host}
     */
    public String command() {
        return "ssh " + (port == DEFAULT_PORT ? "" : "-p " + port + ' ') + user + '@' + host;
    }

    /**
     * How {@code known_hosts} calls the host.
     *
     * @return such as {@code lab.example.org} or {@code [10.0.0.7]:2222}
     */
    public String knownName() {
        if (hostKeyAlias != null) {
            return hostKeyAlias;
        }
        return port == DEFAULT_PORT ? host : "[" + host + "]:" + port;
    }
}
