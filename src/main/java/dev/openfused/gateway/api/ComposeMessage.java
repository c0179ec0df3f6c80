package dev.openfused.gateway.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.channel.ChannelMessage;
import dev.openfused.gateway.channel.StandardWebhooks;
import dev.openfused.gateway.compose.Composition;
import dev.openfused.gateway.receive.ChannelReceiver;
import dev.openfused.gateway.receive.LimitReachedException;
import dev.openfused.gateway.receive.UndeliverableException;
import dev.openfused.gateway.store.StoreException;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Route step {@code composeMessage}: a {@link ChannelMessage} is sealed to the bridge's recipients with the bridge's own
 * key. The answer is 202 with the messages' ids once they are on disk, or 200 if a call of this {@code webhook-id} (or
 * {@code Idempotency-Key}) was taken in before; a step before this one may name the call in {@link OpenFuseHeaders#RECORD}.
 */
public final class ComposeMessage implements Processor {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final CalledBridge bridges;
    private final ChannelReceiver receiver;

    /**
     * The step.
     *
     * @param bridges finds the bridge that is called
     * @param receiver seals and writes
     */
    public ComposeMessage(CalledBridge bridges, ChannelReceiver receiver) {
        this.bridges = bridges;
        this.receiver = receiver;
    }

    @Override
    public void process(Exchange exchange)
            throws RequestRefusedException, UndeliverableException, LimitReachedException, StoreException {
        Message call = exchange.getMessage();
        ChannelMessage message = requireNonNull(call.getBody(ChannelMessage.class), "parseWebhook comes first");
        Optional<Composition> made = receiver.receive(bridges.of(exchange), message, callId(exchange));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (made.isEmpty()) {
            HttpAnswer.json(exchange, 200, answer.put("status", "known"));
            return;
        }
        ArrayNode messages = answer.put("status", "accepted").putArray("messages");
        for (Composition.Copy copy : made.get().copies()) {
            messages.addObject().put("id", copy.id().value()).put("recipient", copy.recipient());
        }
        HttpAnswer.json(exchange, 202, answer);
    }

    private static @Nullable String callId(Exchange exchange) {
        String known = exchange.getProperty(OpenFuseHeaders.RECORD, String.class);
        if (known != null) {
            return known;
        }
        HttpServerRequest call = CalledRequest.of(exchange);
        String id = call.getHeader(StandardWebhooks.ID);
        return id == null ? call.getHeader(IDEMPOTENCY_KEY) : id;
    }
}
