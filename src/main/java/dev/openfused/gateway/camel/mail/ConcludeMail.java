package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.queue.TryLaterException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Route step {@code concludeMail}: all copies were tried; the step ends as the delivery is to end. */
public final class ConcludeMail implements Processor {
    /** The step; it keeps nothing. */
    public ConcludeMail() {}

    @Override
    public void process(Exchange exchange) throws TryLaterException, RejectedMessageException {
        MailRun.of(exchange).conclude();
    }
}
