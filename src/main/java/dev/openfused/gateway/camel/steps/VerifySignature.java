package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.message.RejectedMessageException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/** Route step {@code verifySignature}: an envelope comes in, an {@link AuthenticMessage} goes out, or it is rejected. */
public final class VerifySignature implements Processor {
    private final MessageVerifier verifier;

    /**
     * The step.
     *
     * @param verifier checks signatures
     */
    public VerifySignature(MessageVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public void process(Exchange exchange) throws RejectedMessageException, InvalidPayloadException {
        exchange.getMessage().setBody(verifier.verify(Envelopes.in(exchange)));
    }
}
