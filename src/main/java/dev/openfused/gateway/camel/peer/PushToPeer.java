package dev.openfused.gateway.camel.peer;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.peer.PeerDelivery;
import dev.openfused.gateway.queue.TryLaterException;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Route step {@code pushToPeer}: an outbox envelope comes in; the step ends well once the peer has it, and fails
 * otherwise, for now or for good. What the peer fetched in the meantime is not pushed.
 */
public final class PushToPeer implements Processor {
    private final Store store;
    private final PeerDelivery delivery;
    private final PeerLinks links;

    /**
     * The step.
     *
     * @param store whose outbox and keys
     * @param delivery knows what answers mean
     * @param links the ways to peers
     */
    public PushToPeer(Store store, PeerDelivery delivery, PeerLinks links) {
        this.store = store;
        this.delivery = delivery;
        this.links = links;
    }

    @Override
    public void process(Exchange exchange)
            throws InvalidPayloadException, StoreException, TryLaterException, RejectedMessageException {
        OutboxDelivery what = OutboxDelivery.of(exchange);
        if (!store.outbox().isSent(what.entry())) {
            byte[] envelope = exchange.getMessage().getMandatoryBody(byte[].class);
            delivery.deliver(what.entry().file(), envelope, store.keys(), links.to(what.directory()));
        }
    }
}
