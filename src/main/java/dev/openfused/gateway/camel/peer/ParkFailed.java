package dev.openfused.gateway.camel.peer;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.StoreException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Route step {@code parkFailed}, after a rejection was caught: the file goes to {@code .failed/} with the reason beside
 * it, and the rejection goes on to the queue, where the delivery is dead.
 */
public final class ParkFailed implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(ParkFailed.class);

    private final Outbox outbox;

    /**
     * The step.
     *
     * @param outbox holds the file
     */
    public ParkFailed(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void process(Exchange exchange) throws RejectedMessageException {
        RejectedMessageException rejection =
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, RejectedMessageException.class);
        if (rejection == null) {
            throw new IllegalStateException("parkFailed has to follow a rejection that was caught");
        }
        OutboxDelivery what = OutboxDelivery.of(exchange);
        try {
            outbox.failed(what.entry(), String.valueOf(rejection.getMessage()));
        } catch (StoreException e) {
            LOG.warn("refused by {}, but not parked: {}", what.directory(), e.getMessage());
        }
        throw rejection;
    }
}
