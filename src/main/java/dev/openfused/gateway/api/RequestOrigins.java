package dev.openfused.gateway.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The origin that a caller meant: scheme, host and port of the address it called (RFC 6454). Only under a name that is
 * certainly ours: a server that admits any name can't tell a call that was meant for it from one that was relayed to it.
 */
final class RequestOrigins {
    private final KnownHosts hosts;

    RequestOrigins(Set<String> configured) {
        this.hosts = new KnownHosts(configured);
    }

    /** The origin; null under a name that is not certainly ours. */
    @Nullable
    String of(Exchange exchange) {
        HttpServerRequest request = CalledRequest.of(exchange);
        String authority = request.authority().toString().toLowerCase(Locale.ROOT);
        if (!hosts.isOurs(KnownHosts.nameOf(request.authority()))) {
            return null;
        }
        String usual = request.scheme().equals("https") ? ":443" : ":80";
        return request.scheme()
                + "://"
                + (authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority);
    }
}
