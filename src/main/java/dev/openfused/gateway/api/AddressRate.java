package dev.openfused.gateway.api;

import dev.openfused.gateway.receive.TokenBuckets;
import dev.openfused.gateway.settings.Rate;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Lets each client address ask only so often, before anything is read or done for it. Of IPv6 a network of 64 bits counts as
 * one client, since whoever has one address there has them all.
 */
final class AddressRate implements Handler<RoutingContext> {
    private static final int CLIENT_BYTES = 8;

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
        Duration wait = buckets.take(clientOf(request.remoteAddress().hostAddress()));
        if (!wait.isZero()) {
            throw new RequestRefusedException(Problem.tooManyRequests(wait));
        }
    }

    static String clientOf(String address) {
        InetAddress literal = Callers.literal(address);
        return literal instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(literal.getAddress(), CLIENT_BYTES))
                : address;
    }
}
