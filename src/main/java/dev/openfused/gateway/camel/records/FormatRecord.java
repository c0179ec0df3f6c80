package dev.openfused.gateway.camel.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.channel.WebhookPayload;
import dev.openfused.gateway.keyring.OpenedMessage;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Route step {@code formatRecord}: an {@link OpenedMessage} comes in; the JSON object of {@link WebhookPayload} goes out,
 * and with it, for endpoints that want one, a file name that is the same at each try and sorts by time.
 */
public final class FormatRecord implements Processor {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss-SSS'Z'").withZone(ZoneOffset.UTC);

    /** The step; it keeps nothing. */
    public FormatRecord() {}

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        OpenFuseHeaders.dropOthers(message);
        OpenedMessage opened = message.getMandatoryBody(OpenedMessage.class);
        message.setBody(new String(WebhookPayload.of(opened), UTF_8));
        message.setHeader(Exchange.FILE_NAME, time(opened.timestamp()) + '_' + opened.id() + ".json");
    }

    /** What a sender wrote as its time may be anything, and must not become a path. */
    private static String time(String timestamp) {
        try {
            Instant sent = OffsetDateTime.parse(timestamp).toInstant();
            return TIME.format(sent);
        } catch (DateTimeException e) {
            return "undated";
        }
    }
}
