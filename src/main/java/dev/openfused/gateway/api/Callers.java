package dev.openfused.gateway.api;

import dev.openfused.gateway.settings.Network;
import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls. What stands between is believed only if it is a proxy that the operator named; a stranger's {@code
 * X-Forwarded-*} and {@code X-Request-Id} mean nothing. Of several values the last one counts, as it is the one that the
 * nearest proxy wrote.
 */
final class Callers {
    private static final HostAndPort UNREADABLE = HostAndPort.create("", -1);
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern DRESSED = Pattern.compile("\\[([^\\]]+)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");

    private final List<Network> proxies;
    private final RequestIds ids;

    Callers(List<Network> proxies, RequestIds ids) {
        this.proxies = proxies;
        this.ids = ids;
    }

    /**
     * Who sent a request.
     *
     * @param request as it came
     * @return the caller
     */
    Caller of(HttpServerRequest request) {
        String scheme = request.connection().isSsl() ? "https" : "http";
        Caller direct = new Caller(request.remoteAddress(), scheme, called(request), false, ids.next());
        return isProxy(literal(direct.address().hostAddress())) ? forwarded(direct, request.headers()) : direct;
    }

    private Caller forwarded(Caller proxy, MultiMap headers) {
        String host = last(headers, CalledRequest.FORWARDED_HOST);
        String scheme = last(headers, "X-Forwarded-Proto").toLowerCase(Locale.ROOT);
        String id = last(headers, CalledRequest.ID);
        return new Caller(
                client(headers, proxy.address()),
                scheme.equals("https") || scheme.equals("http") ? scheme : proxy.scheme(),
                host.isEmpty() ? proxy.authority() : parsed(host),
                !host.isEmpty(),
                WORD.matcher(id).matches() ? id : proxy.requestId());
    }

    /** The farthest that only proxies of ours vouch for. */
    private SocketAddress client(MultiMap headers, SocketAddress peer) {
        String[] way = String.join(",", headers.getAll("X-Forwarded-For")).split(",", -1);
        SocketAddress client = peer;
        for (int i = way.length - 1; i >= 0; i--) {
            InetAddress address = literal(way[i].strip());
            if (address == null) {
                return client;
            }
            client = SocketAddress.inetSocketAddress(0, address.getHostAddress());
            if (!isProxy(address)) {
                return client;
            }
        }
        return client;
    }

    private boolean isProxy(@Nullable InetAddress address) {
        return address != null && proxies.stream().anyMatch(network -> network.contains(address));
    }

    private static String last(MultiMap headers, String name) {
        String all = String.join(",", headers.getAll(name));
        return all.substring(all.lastIndexOf(',') + 1).strip();
    }

    /** An absolute target names the host, whatever {@code Host} says (RFC 9112, 3.2.2). */
    private static HostAndPort called(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return Objects.requireNonNullElse(request.authority(), UNREADABLE);
        }
        List<String> fields = request.headers().getAll(HttpHeaders.HOST);
        HostAndPort host = fields.size() == 1 ? parsed(fields.get(0)) : UNREADABLE;
        String absolute = AbsoluteTarget.authorityOf(request.uri());
        return host.equals(UNREADABLE) || absolute == null ? host : parsed(absolute);
    }

    private static HostAndPort parsed(String text) {
        if (text.indexOf('%') >= 0) {
            return UNREADABLE; // no host of ours needs it, and the parser falls over a broken one
        }
        HostAndPort authority = HostAndPort.parseAuthority(text, -1);
        return authority == null || authority.host() == null ? UNREADABLE : authority;
    }

    /** The address if that is what it is, with or without brackets and port; a name is never looked up. */
    static @Nullable InetAddress literal(String text) {
        Matcher dressed = DRESSED.matcher(text);
        return NetUtil.createInetAddressFromIpAddressString(dressed.matches() ? dressed.replaceFirst("$1$2") : text);
    }
}
