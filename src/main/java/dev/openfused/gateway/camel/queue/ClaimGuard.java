package dev.openfused.gateway.camel.queue;

import dev.openfused.gateway.camel.DigestMembers;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.DeliveryQueue;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Before each {@code to} and {@code toD} of a route from {@code openfuse-queue:}, checks that the delivery is still ours. A
 * process may be stopped at any step of a route, and go on when another one has delivered.
 */
public final class ClaimGuard implements InterceptStrategy {
    /** Property, {@link DeliveryQueue}: where the claim of an exchange is from. */
    private static final String QUEUE = "OpenFuseClaimQueue";

    ClaimGuard() {}

    /** What the exchange's calls are checked against. */
    static void watch(Exchange exchange, DeliveryQueue queue) {
        exchange.setProperty(QUEUE, queue);
    }

    /**
     * To be called by a step that itself calls a far end.
     *
     * @param exchange of any route
     * @throws LostClaimException if it is of a claim that another process has now
     */
    public static void check(Exchange exchange) throws LostClaimException {
        DeliveryQueue queue = exchange.getProperty(QUEUE, DeliveryQueue.class);
        Claim claim = exchange.getProperty(OpenFuseHeaders.CLAIM, Claim.class);
        if (queue == null || claim == null) {
            return;
        }
        DigestMembers digest = exchange.getProperty(OpenFuseHeaders.DIGEST, DigestMembers.class);
        List<Claim> others = digest == null ? List.of() : digest.others();
        if (!queue.confirm(claim) || !others.stream().allMatch(queue::confirm)) {
            throw new LostClaimException();
        }
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return definition instanceof SendDefinition || definition instanceof ToDynamicDefinition
                ? new Guarded(target)
                : target;
    }

    private static final class Guarded extends DelegateAsyncProcessor {
        Guarded(Processor call) {
            super(call);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                check(exchange);
            } catch (LostClaimException e) {
                exchange.setException(e);
                callback.done(true);
                return true;
            }
            return super.process(exchange, callback);
        }
    }
}
