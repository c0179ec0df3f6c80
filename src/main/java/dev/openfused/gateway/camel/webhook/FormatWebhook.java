package dev.openfused.gateway.camel.webhook;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.channel.WebhookPayload;
import dev.openfused.gateway.keyring.OpenedMessage;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Route step {@code formatWebhook}: an {@link OpenedMessage} comes in; the JSON body of a call and its HTTP headers go
 * out. Each try is signed anew, under the same id.
 */
public final class FormatWebhook implements Processor {
    private final WebhookParts bridges;
    private final Clock clock;

    /**
     * The step.
     *
     * @param bridges how each bridge's calls are made
     * @param clock gives the calls' time
     */
    public FormatWebhook(WebhookParts bridges, Clock clock) {
        this.bridges = bridges;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        OpenFuseHeaders.dropOthers(message);
        OpenedMessage opened = message.getMandatoryBody(OpenedMessage.class);
        byte[] body = WebhookPayload.of(opened);
        message.setBody(body);
        bridges.format(exchange)
                .headers(opened.id().value(), clock.instant(), body)
                .forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true); // a small answer may unpack to a huge one
    }
}
