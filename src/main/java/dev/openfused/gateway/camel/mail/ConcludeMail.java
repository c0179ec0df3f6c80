package dev.openfused.gateway.camel.mail;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Route step {@code concludeMail}: all copies were tried; the step ends as the delivery is to end. */
public final class ConcludeMail implements Processor {
    /** The step; it keeps nothing. */
    public ConcludeMail() {}

    @Override
    public void process(Exchange exchange) throws Exception {
        MailRun.of(exchange).conclude();
    }
}
