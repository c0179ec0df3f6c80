package dev.openfused.gateway.camel.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.outbound.HttpAnswer;
import dev.openfused.gateway.queue.TryLaterException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Route step {@code judgeWebhookAnswer}: the far end's HTTP answer comes in; the step ends well if it took the message
 * and fails otherwise, for now or for good.
 */
public final class JudgeWebhookAnswer implements Processor {
    private static final int EXCERPT = 1024;

    private final WebhookParts bridges;
    private final Clock clock;

    /**
     * The step.
     *
     * @param bridges whose answer it is
     * @param clock what {@code Retry-After} counts from
     */
    public JudgeWebhookAnswer(WebhookParts bridges, Clock clock) {
        this.bridges = bridges;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws TryLaterException, RejectedMessageException, IOException {
        Message message = exchange.getMessage();
        HttpAnswer answer = new HttpAnswer(
                bridges.format(exchange).host(),
                message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                message.getHeader("Retry-After", String.class),
                message.getHeader("Date", String.class),
                excerpt(message));
        answer.requireAccepted(clock);
        String remoteId = message.getHeader(WebhookHeaders.REMOTE_ID, String.class);
        if (remoteId != null) {
            exchange.setProperty(OpenFuseHeaders.REMOTE_ID, VisibleText.of(remoteId));
        }
    }

    private static String excerpt(Message message) throws IOException {
        try (InputStream body = message.getBody(InputStream.class)) {
            return body == null ? "" : new String(body.readNBytes(EXCERPT), UTF_8);
        }
    }
}
