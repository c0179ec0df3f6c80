package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.message.JsonSequence;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.queue.QueueException;
import dev.openfused.gateway.receive.InboxReceiver;
import dev.openfused.gateway.receive.LimitReachedException;
import dev.openfused.gateway.receive.Received;
import dev.openfused.gateway.store.StoreException;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Route step {@code receiveMessage}: the body of {@code POST /inbox} is taken in; the answer is 201 with the message's id,
 * or 200 if this store had it before (protocol section 6).
 *
 * <p>Our own extension, for peers that have much to say over a long line: a body of {@code application/json-seq} holds
 * several messages, taken in one after the other. The answer is 200 with what each would have been answered by itself, up
 * to the first that was not taken: what follows that one is not looked at, so that nothing overtakes it. An answer to a
 * single message says that this is possible ({@code Accept-Post}).
 */
public final class ReceiveMessage implements Processor {
    /** Header that the route's path parameter {@code /inbox/{OpenFuseRecipient}} becomes; strangers can't send it. */
    public static final String RECIPIENT = "OpenFuseRecipient";

    /** How many messages of one body are looked at. */
    public static final int MOST = 100;

    private static final String MEDIA_TYPES = "application/json, " + JsonSequence.MEDIA_TYPE;
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveMessage.class);

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
        Message request = exchange.getMessage();
        Optional<String> recipient = Optional.ofNullable(request.getHeader(RECIPIENT, String.class));
        byte[] body = CallBody.of(request);
        if (isSequence(request)) {
            List<byte[]> answers = receiveAll(exchange, JsonSequence.texts(body, MOST), recipient);
            HttpAnswer.bytes(exchange, 200, JsonSequence.MEDIA_TYPE, JsonSequence.of(answers));
        } else {
            Received received = receiver.receive(body, recipient);
            HttpAnswer.json(exchange, status(received), answer(received));
            exchange.getMessage().setHeader("Accept-Post", MEDIA_TYPES);
        }
    }

    private static boolean isSequence(Message request) {
        String type = request.getHeader(Exchange.CONTENT_TYPE, "", String.class);
        return type.split(";", 2)[0].strip().equalsIgnoreCase(JsonSequence.MEDIA_TYPE);
    }

    private List<byte[]> receiveAll(Exchange exchange, List<byte[]> messages, Optional<String> recipient) {
        AddressRate rate = exchange.getContext().getRegistry().findSingleByType(AddressRate.class);
        HttpServerRequest request = CalledRequest.of(exchange);
        List<byte[]> answers = new ArrayList<>();
        for (byte[] message : messages) {
            try {
                if (rate != null && !answers.isEmpty()) {
                    rate.count(request); // for the first it was counted when it came
                }
                Received received = receiver.receive(message, recipient);
                answers.add(JsonBytes.of(answer(received).put("code", status(received))));
            } catch (RejectedMessageException
                    | LimitReachedException
                    | RequestRefusedException
                    | StoreException
                    | QueueException e) {
                answers.add(refusal(e));
                return answers;
            }
        }
        return answers;
    }

    private static byte[] refusal(Exception e) {
        Problem problem = Problem.of(e);
        if (problem.status() == 503) {
            LOG.warn("a message was put off: {}", e.getMessage());
        }
        ObjectNode answer = problem.document().put("code", problem.status());
        problem.retryAfter().ifPresent(seconds -> answer.put("retryAfter", seconds));
        return JsonBytes.of(answer);
    }

    private static int status(Received received) {
        return received.outcome() == Received.Outcome.STORED ? 201 : 200;
    }

    private static ObjectNode answer(Received received) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", received.id().value())
                .put("status", received.outcome() == Received.Outcome.STORED ? "stored" : "known");
    }
}
