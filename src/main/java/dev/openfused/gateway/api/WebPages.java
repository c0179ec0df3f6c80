package dev.openfused.gateway.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Tells browsers which web pages may call (CORS, protocol section 6). Pages of other origins are told nothing, and so are
 * kept from the answers by their browsers; whoever is no browser is none of this. Cookies are never asked for.
 */
final class WebPages implements Handler<RoutingContext> {
    private static final String ANY = "*";
    private static final String METHODS = "GET, POST, DELETE";
    private static final String REQUEST_HEADERS = "Content-Type, Authorization, X-OpenFuse-PublicKey,"
            + " X-OpenFuse-Signature, X-OpenFuse-Timestamp, X-OpenFuse-Bound-Signature";
    private static final String ANSWER_HEADERS = "ETag, Retry-After, " + CalledRequest.ID;
    private static final String PREFLIGHT_SECONDS = "3600";

    private final Set<String> origins;

    WebPages(Set<String> origins) {
        this.origins = origins;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerResponse response = context.response();
        boolean any = origins.contains(ANY);
        if (!any && !origins.isEmpty()) {
            response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN); // or a cache would mix up whom it answers
        }
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !any && !origins.contains(origin)) {
            context.next();
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, any ? ANY : origin);
        if (isPreflight(context.request())) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS)
                    .setStatusCode(204)
                    .end();
        } else {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS);
            context.next();
        }
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
