package dev.openfused.gateway.camel.webhook;

import static java.util.Locale.ROOT;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Which headers cross between a route and the far end of a webhook. Everything not named stays: what openMessage set for
 * the route is no business of the far end's, and what the far end answers must not pass for ours.
 */
public final class WebhookHeaders implements HeaderFilterStrategy {
    /** How a far end may name what it took. */
    static final String REMOTE_ID = "X-Request-Id";

    private static final Set<String> OUT = Set.of(
            "content-type", "idempotency-key", "authorization", "webhook-id", "webhook-timestamp", "webhook-signature");
    private static final Set<String> IN = Set.of("retry-after", "date", REMOTE_ID.toLowerCase(ROOT));

    /** A filter; it keeps nothing. */
    public WebhookHeaders() {}

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !IN.contains(name.toLowerCase(ROOT));
    }
}
