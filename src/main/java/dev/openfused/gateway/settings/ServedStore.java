package dev.openfused.gateway.settings;

import java.nio.file.Path;
import java.util.Set;

/**
 * One store that a gateway serves, and where it answers.
 *
 * @param name what bridges and log lines call it; empty if it is the only one
 * @param path its directory
 * @param agent the agent's name if the store has to be made
 * @param prefix what its paths begin with, such as {@code /sales}; empty for the root
 * @param hosts the host names it alone answers to, lower case; none for any
 */
public record ServedStore(String name, Path path, String agent, String prefix, Set<String> hosts) {
    /**
     * Copies the hosts.
     *
     * @param name empty, or as in {@code openfuse.stores}
     * @param path as the operator wrote it
     * @param agent a valid name
     * @param prefix empty, or a slash and a name
     * @param hosts copied
     */
    public ServedStore {
        hosts = Set.copyOf(hosts);
    }
}
