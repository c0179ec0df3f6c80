package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.receive.InboxReceiver;
import dev.openfused.gateway.receive.LimitReachedException;
import dev.openfused.gateway.receive.Received;
import dev.openfused.gateway.store.StoreException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Route step {@code receiveMessage}: the body of {@code POST /inbox} is taken in; the answer is 201 with the message's id,
 * or 200 if this store had it before (protocol section 6).
 */
public final class ReceiveMessage implements Processor {
    /** Header that the route's path parameter {@code /inbox/{OpenFuseRecipient}} becomes; strangers can't send it. */
    public static final String RECIPIENT = "OpenFuseRecipient";

    private final InboxReceiver receiver;

    /**
     * The step.
     *
     * @param receiver the store's door
     */
    public ReceiveMessage(InboxReceiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void process(Exchange exchange) throws RejectedMessageException, LimitReachedException, StoreException {
        Optional<String> recipient = Optional.ofNullable(exchange.getMessage().getHeader(RECIPIENT, String.class));
        Received received = receiver.receive(CallBody.of(exchange.getMessage()), recipient);
        boolean stored = received.outcome() == Received.Outcome.STORED;
        HttpAnswer.json(
                exchange,
                stored ? 201 : 200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", received.id().value())
                        .put("status", stored ? "stored" : "known"));
    }
}
