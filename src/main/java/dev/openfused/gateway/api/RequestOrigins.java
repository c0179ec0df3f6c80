package dev.openfused.gateway.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The origin that a caller meant: scheme, host and port of the address it called (RFC 6454). Only where that is certainly
 * ours: a server that admits any name can't tell a call that was meant for it from one that was relayed to it, and at
 * another port of this machine anybody may listen and relay.
 */
final class RequestOrigins {
    private final KnownHosts hosts;

    RequestOrigins(Set<String> configured) {
        this.hosts = new KnownHosts(configured);
    }

    /** The origin; null if it is not certainly ours. */
    @Nullable
    String of(Exchange exchange) {
        HttpServerRequest request = CalledRequest.of(exchange);
        String host = KnownHosts.nameOf(request.authority());
        if (!hosts.isOurs(host) || !isOurPort(request, host)) {
            return null;
        }
        String authority = request.authority().toString().toLowerCase(Locale.ROOT);
        String usual = ":" + usualPort(request);
        return request.scheme()
                + "://"
                + (authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority);
    }

    /** What a proxy of ours says it was called by is ours; otherwise where we listen, or what the operator says leads here. */
    private boolean isOurPort(HttpServerRequest request, String host) {
        int named = request.authority().port();
        int port = named < 0 ? usualPort(request) : named;
        return request.getHeader(CalledRequest.FORWARDED_HOST) != null
                || port == request.localAddress().port()
                || hosts.isConfigured(host, port == usualPort(request), port);
    }

    private static int usualPort(HttpServerRequest request) {
        return request.scheme().equals("https") ? 443 : 80;
    }
}
