package dev.openfused.gateway.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;

/**
 * Tells browsers which web pages may call (CORS, protocol section 6). Pages of other origins are told nothing, and so are
 * kept from the answers by their browsers; whoever is no browser is none of this.
 */
final class WebPages implements Handler<RoutingContext> {
    private static final String ANY = "*";
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE);
    private static final Set<String> REQUEST_HEADERS = Set.of(
            "Content-Type",
            "Authorization",
            "X-OpenFuse-PublicKey",
            "X-OpenFuse-Signature",
            "X-OpenFuse-Timestamp",
            "X-OpenFuse-Bound-Signature");
    private static final Set<String> ANSWER_HEADERS = Set.of("ETag", "Retry-After", CalledRequest.ID);
    private static final int PREFLIGHT_SECONDS = 3600;

    private final Set<String> origins;
    private final CorsHandler answers;

    WebPages(Set<String> origins) {
        this.origins = origins;
        this.answers = CorsHandler.create()
                .addOrigins(List.copyOf(origins))
                .allowedMethods(METHODS)
                .allowedHeaders(REQUEST_HEADERS)
                .exposedHeaders(ANSWER_HEADERS)
                .maxAgeSeconds(PREFLIGHT_SECONDS);
    }

    @Override
    public void handle(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && (origins.contains(ANY) || origins.contains(origin))) {
            answers.handle(context);
        } else {
            context.next();
        }
    }
}
