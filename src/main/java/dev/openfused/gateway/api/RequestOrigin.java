package dev.openfused.gateway.api;

import java.net.URI;
import java.util.Locale;
import org.apache.camel.Exchange;

/** The origin that a caller meant: scheme, host and port of the address it called (RFC 6454). */
final class RequestOrigin {
    private RequestOrigin() {}

    static String of(Exchange exchange) {
        URI url = URI.create(exchange.getMessage().getHeader(Exchange.HTTP_URL, "", String.class));
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String authority = String.valueOf(url.getRawAuthority()).toLowerCase(Locale.ROOT);
        String usual = scheme.equals("https") ? ":443" : ":80";
        return scheme + "://"
                + (authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority);
    }
}
