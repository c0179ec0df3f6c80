package dev.openfused.gateway.api;

import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names under which this server may be addressed: configured ones, {@code localhost} and the machine's
 * addresses. A web page that makes its own host name resolve to us does not know any of those (protocol section 11).
 */
final class KnownHosts {
    private static final String ANY = "*";

    private final boolean any;
    private final Set<String> names = new HashSet<>();

    KnownHosts(Set<String> configured) {
        this.any = configured.contains(ANY);
        configured.forEach(h -> names.add(h.toLowerCase(Locale.ROOT)));
        names.remove(ANY);
        names.add("localhost");
    }

    /** A host as names are compared: lower case, an IPv6 address without its brackets. */
    static String nameOf(HostAndPort authority) {
        String host = authority.host().toLowerCase(Locale.ROOT);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether a request for the host of this {@linkplain #nameOf name} may go on. */
    boolean admits(String host) {
        return any || isOurs(host);
    }

    /** Whether it is certainly us who is meant: where any name is admitted, a caller can be led here by another's. */
    boolean isOurs(String host) {
        return names.contains(host) || isOurAddress(host);
    }

    private static boolean isOurAddress(String host) {
        InetAddress address = Callers.literal(host);
        if (address == null) {
            return false;
        }
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
