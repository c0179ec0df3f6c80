package dev.openfused.gateway.camel.mail;

import static java.util.Objects.requireNonNull;

import dev.openfused.gateway.camel.queue.LostClaimException;
import dev.openfused.gateway.queue.QueueException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/** Route step {@code mailRefused}: one copy could not be handed over. The others are still sent. */
public final class MailRefused implements Processor {
    /** The step; it keeps nothing. */
    public MailRefused() {}

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Exception failure = requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        MailRun run = MailRun.of(exchange);
        if (failure instanceof LostClaimException || failure instanceof QueueException) { // not the mail server's
            run.failedHere(failure);
            return;
        }
        String recipient =
                exchange.getMessage().getMandatoryBody(AddressedMail.class).recipient();
        run.refused(recipient, SmtpRefusal.of(failure));
    }
}
