package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.camel.queue.OutcomeWriter;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.DeliveryQueue;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Route step {@code mailAccepted}: the mail server took one copy. Kept with the delivery at once, as a part whose far id
 * is the recipient's address, so that neither a retry nor a restart mails that recipient again.
 */
public final class MailAccepted implements Processor {
    private final DeliveryQueue queue;

    /**
     * The step.
     *
     * @param queue keeps what was sent
     */
    public MailAccepted(DeliveryQueue queue) {
        this.queue = queue;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        AddressedMail mail = exchange.getMessage().getMandatoryBody(AddressedMail.class);
        int index = exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX, 0, Integer.class);
        for (Claim claim : mail.claims()) {
            int before = claim.delivery().parts().keySet().stream()
                    .max(Integer::compare)
                    .orElse(0);
            OutcomeWriter.of(exchange).partSent(queue, claim, before + index + 1, mail.recipient());
        }
    }
}
