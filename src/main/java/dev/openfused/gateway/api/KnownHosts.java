package dev.openfused.gateway.api;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
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

    /**
     * Whether a request may go on.
     *
     * @param request with its {@code Host} fields as they came
     * @return 0 if it may, else the status to refuse it with: 400 without exactly one well-formed {@code Host} (RFC 9112,
     *     3.2), 421 if it is not ours
     */
    int refusalOf(HttpServerRequest request) {
        List<String> fields = request.headers().getAll(HttpHeaders.HOST);
        HostAndPort authority = fields.size() == 1 ? HostAndPort.parseAuthority(fields.get(0), -1) : null;
        if (authority == null || authority.host() == null || authority.host().isEmpty()) {
            return 400;
        }
        String host = authority.host().toLowerCase(Locale.ROOT);
        return any || names.contains(host) || isOurAddress(host) ? 0 : 421;
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
