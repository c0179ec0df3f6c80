package dev.openfused.gateway.camel.brokers;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/** Route step {@code readJmsMessage}: the text or the bytes of a broker's message, and the id that it is known by. */
public final class ReadJmsMessage implements Processor {
    private static final long LARGEST = 16L << 20;

    /** The step; it keeps nothing. */
    public ReadJmsMessage() {}

    @Override
    public void process(Exchange exchange) throws RejectedMessageException, JMSException, InvalidPayloadException {
        Message message = exchange.getMessage().getMandatoryBody(Message.class);
        exchange.setProperty(OpenFuseHeaders.RECORD, message.getJMSMessageID());
        exchange.getMessage().setBody(body(message));
    }

    private static Object body(Message message) throws RejectedMessageException, JMSException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? "" : text.getText();
        }
        if (message instanceof BytesMessage bytes && bytes.getBodyLength() <= LARGEST) {
            byte[] body = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(body);
            return body;
        }
        throw new RejectedMessageException(
                Reason.MALFORMED, "the broker's message is neither text nor bytes, or larger than 16 MiB");
    }
}
