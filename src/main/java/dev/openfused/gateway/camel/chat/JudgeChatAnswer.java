package dev.openfused.gateway.camel.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.camel.queue.OutcomeWriter;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.outbound.HttpAnswer;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.TryLaterException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Route step {@code judgeChatAnswer}: the chat's answer to one post comes in. If it took the post, that is kept with the
 * delivery at once, so that neither a retry nor a restart posts it again; if not, the step fails, for now or for good.
 */
public final class JudgeChatAnswer implements Processor {
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int EXCERPT = 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChatParts bridges;
    private final DeliveryQueue queue;
    private final Clock clock;

    /**
     * The step.
     *
     * @param bridges what the answers of each bridge's chat mean
     * @param queue keeps what was sent
     * @param clock what waits count from
     */
    public JudgeChatAnswer(ChatParts bridges, DeliveryQueue queue, Clock clock) {
        this.bridges = bridges;
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws TryLaterException, RejectedMessageException, IOException {
        Message message = exchange.getMessage();
        ChatLine line = bridges.line(exchange);
        String body = body(message);
        HttpAnswer answer = new HttpAnswer(
                line.host(),
                message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                message.getHeader("Retry-After", String.class),
                message.getHeader("Date", String.class),
                body.substring(0, Math.min(EXCERPT, body.length())));
        String id = line.answer().requireTaken(answer, json(body), clock).orElse(ChatRun.UNNAMED);
        int number = exchange.getProperty(FormatChat.NUMBER, 0, Integer.class);
        Claim claim = exchange.getProperty(OpenFuseHeaders.CLAIM, Claim.class);
        if (claim != null) {
            OutcomeWriter.of(exchange).partSent(queue, claim, number, id);
        }
        ChatRun.of(exchange).took(number, id);
    }

    private static String body(Message message) throws IOException {
        try (InputStream body = message.getBody(InputStream.class)) {
            return body == null ? "" : new String(body.readNBytes(LONGEST_ANSWER), UTF_8);
        }
    }

    private static JsonNode json(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // "ok", or a page of something between us
        }
    }
}
