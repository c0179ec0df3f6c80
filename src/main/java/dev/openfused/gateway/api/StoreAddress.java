package dev.openfused.gateway.api;

import dev.openfused.gateway.settings.ServedStore;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where one store answers on a server that several share: under a path of its own, by host names of its own, or both.
 *
 * @param prefix what its paths begin with, such as {@code /sales}; empty for the root
 * @param hosts the host names it alone answers to, lower case; none for any
 */
public record StoreAddress(String prefix, Set<String> hosts) {
    /** The whole server, for a store that shares it with nobody. */
    public static final StoreAddress WHOLE = new StoreAddress("", Set.of());

    /**
     * Copies the hosts.
     *
     * @param prefix empty, or a slash and a name
     * @param hosts copied, without final dots
     */
    public StoreAddress {
        hosts = hosts.stream().map(KnownHosts::nameOf).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * As the installation set it up.
     *
     * @param store a store
     * @return where it answers
     */
    public static StoreAddress of(ServedStore store) {
        return new StoreAddress(store.prefix(), store.hosts());
    }

    /** Whether a request belongs here. */
    boolean takes(String host, String path) {
        return (hosts.isEmpty() || hosts.contains(host))
                && (path.startsWith(prefix + '/') || path.equals(prefix) && !path.isEmpty());
    }

    /** A request's target as the store's routes know it. */
    String inside(String target) {
        String rest = target.substring(prefix.length());
        return rest.startsWith("/") ? rest : '/' + rest;
    }

    /** How much of an address it takes to name this store: of several that match, the most telling one is meant. */
    int precision() {
        return prefix.length() + (hosts.isEmpty() ? 0 : 1 << 16);
    }
}
