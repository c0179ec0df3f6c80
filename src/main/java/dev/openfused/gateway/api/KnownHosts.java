package dev.openfused.gateway.api;

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

    /** Whether a request for this host may go on. */
    boolean admits(String host) {
        return any || isOurs(host);
    }

    /** Whether it is certainly us who is meant: where any name is admitted, a caller can be led here by another's. */
    boolean isOurs(String host) {
        return names.contains(host.toLowerCase(Locale.ROOT)) || isOurAddress(host);
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
