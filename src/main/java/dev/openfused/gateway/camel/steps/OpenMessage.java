package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Route step {@code openMessage}: an envelope comes in, an {@link OpenedMessage} goes out, verified or saying that it is
 * not, and what is known of it stands in the {@link OpenFuseHeaders}. Headers that came with the exchange are replaced or
 * removed, so none of a stranger's survives.
 */
public final class OpenMessage implements Processor {
    private final EnvelopeOpener opener;

    /**
     * The step.
     *
     * @param opener opens as the store stands
     */
    public OpenMessage(StoreOpener opener) {
        this.opener = new EnvelopeOpener(opener);
    }

    @Override
    public void process(Exchange exchange) throws StoreException, InvalidPayloadException, RejectedMessageException {
        Message message = exchange.getMessage();
        String source = message.getHeader(OpenFuseHeaders.SOURCE, "", String.class);
        byte[] envelope = message.getBody() instanceof SignedMessage signed
                ? MessageJson.write(signed)
                : message.getMandatoryBody(byte[].class);
        EnvelopeOpener.Opened result = opener.open(source, fileName(message), envelope);
        if (result.file() != null) {
            exchange.setProperty(OpenFuseHeaders.ATTACHMENT, result.file());
        }
        OpenedMessage opened = result.message();
        message.setBody(opened);
        Relationship relationship = opened.standing().relationship();
        set(message, OpenFuseHeaders.MESSAGE_ID, opened.id().value());
        set(message, OpenFuseHeaders.FROM, opened.from());
        set(message, OpenFuseHeaders.TIMESTAMP, opened.timestamp());
        set(message, OpenFuseHeaders.VERIFIED, opened.standing().verified());
        set(message, OpenFuseHeaders.TRUSTED, opened.standing().trusted());
        set(message, OpenFuseHeaders.SUBSCRIBED, opened.standing().subscribed());
        set(message, OpenFuseHeaders.RELATIONSHIP, relationship == null ? null : relationship.json());
        set(message, OpenFuseHeaders.ENCRYPTED, opened.encrypted());
        set(
                message,
                OpenFuseHeaders.FINGERPRINT,
                opened.fingerprint() == null ? null : opened.fingerprint().value());
    }

    /** What unsigned files are read by: the queue's own record of the name, or that of Camel's file endpoints. */
    private static String fileName(Message message) {
        String file = message.getHeader(OpenFuseHeaders.FILE, String.class);
        return file != null ? file : message.getHeader(Exchange.FILE_NAME_ONLY, "message.json", String.class);
    }

    private static void set(Message message, String header, @Nullable Object value) {
        if (value == null) {
            message.removeHeader(header);
        } else {
            message.setHeader(header, value);
        }
    }
}
