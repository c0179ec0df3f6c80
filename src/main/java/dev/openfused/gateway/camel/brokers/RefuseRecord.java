package dev.openfused.gateway.camel.brokers;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Route step {@code refuseRecord}: what was caught will never be taken, so that the delivery is dead at once. */
public final class RefuseRecord implements Processor {
    /** The step; it keeps nothing. */
    public RefuseRecord() {}

    @Override
    public void process(Exchange exchange) throws RejectedMessageException {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        throw new RejectedMessageException(
                Reason.REFUSED, caught == null ? "refused for good" : String.valueOf(caught.getMessage()));
    }
}
