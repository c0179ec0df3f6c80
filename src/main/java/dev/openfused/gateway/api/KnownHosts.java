package dev.openfused.gateway.api;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which this server may be addressed: configured ones, {@code localhost} and the machine's
 * addresses. A web page that makes its own host name resolve to us does not know any of those (protocol section 11).
 */
final class KnownHosts {
    private final boolean any;
    private final Set<String> names = new HashSet<>();

    KnownHosts(Set<String> configured) {
        this.any = configured.contains("*");
        configured.forEach(h -> names.add(h.toLowerCase(Locale.ROOT)));
        names.add("localhost");
    }

    boolean include(HttpServerRequest request) {
        if (any) {
            return true;
        }
        HostAndPort authority = request.authority();
        if (authority == null || authority.host() == null) {
            return false;
        }
        String host = authority.host().toLowerCase(Locale.ROOT);
        return names.contains(host) || isOurAddress(host);
    }

    private static boolean isOurAddress(String host) {
        InetAddress address = literal(host);
        if (address == null) {
            return false;
        }
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** The address if that is what it is; a name is never looked up. */
    private static @Nullable InetAddress literal(String host) {
        return NetUtil.createInetAddressFromIpAddressString(host);
    }
}
