package dev.openfused.gateway.camel.peer;

import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.StoreException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Route step {@code archiveSent}: the peer has it, so its file goes to {@code .sent/}. A file that can't be moved, or was
 * moved by somebody else, is told and no more: pushing the message again would not help.
 */
public final class ArchiveSent implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveSent.class);

    private final Outbox outbox;

    /**
     * The step.
     *
     * @param outbox holds the file
     */
    public ArchiveSent(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void process(Exchange exchange) {
        OutboxDelivery what = OutboxDelivery.of(exchange);
        try {
            outbox.sentOnRecord(what.entry());
        } catch (StoreException e) {
            LOG.warn("delivered to {}, but not archived: {}", what.directory(), e.getMessage());
        }
    }
}
