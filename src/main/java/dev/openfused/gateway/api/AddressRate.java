package dev.openfused.gateway.api;

import dev.openfused.gateway.receive.TokenBuckets;
import dev.openfused.gateway.settings.Rate;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Lets each client address ask only so often, before anything is read or done for it. A client is
 * what {@link ClientKey} counts as one.
 */
final class AddressRate implements Handler<RoutingContext> {
    private final TokenBuckets<String> buckets;

    AddressRate(Rate rate) {
        this.buckets = new TokenBuckets<>(rate, System::nanoTime);
    }

    @Override
    public void handle(RoutingContext context) {
        try {
            count(context.request());
        } catch (RequestRefusedException e) {
            context.fail(e.problem().status(), e);
            return;
        }
        context.next();
    }

    /**
     * Counts a request, or what is as much work as one.
     *
     * @throws RequestRefusedException if it is one too many for now
     */
    void count(HttpServerRequest request) throws RequestRefusedException {
        Duration wait = buckets.take(ClientKey.of(request.remoteAddress().hostAddress()));
        if (!wait.isZero()) {
            throw new RequestRefusedException(Problem.tooManyRequests(wait));
        }
    }
}
