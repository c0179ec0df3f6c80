package dev.openfused.gateway.camel.peer;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.camel.queue.ClaimGuard;
import dev.openfused.gateway.camel.queue.LostClaimException;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.peer.PeerDelivery;
import dev.openfused.gateway.peer.PushAhead;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.TryLaterException;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.util.List;
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
    private final DeliveryQueue queue;

    /**
     * The step.
     *
     * @param store whose outbox and keys
     * @param delivery knows what answers mean
     * @param links the ways to peers
     * @param queue knows what follows
     */
    public PushToPeer(Store store, PeerDelivery delivery, PeerLinks links, DeliveryQueue queue) {
        this.store = store;
        this.delivery = delivery;
        this.links = links;
        this.queue = queue;
    }

    @Override
    public void process(Exchange exchange)
            throws InvalidPayloadException, StoreException, TryLaterException, RejectedMessageException,
                    LostClaimException {
        OutboxDelivery what = OutboxDelivery.of(exchange);
        if (!store.outbox().isSent(what.entry())) {
            byte[] envelope = exchange.getMessage().getMandatoryBody(byte[].class);
            AgentKeys keys = store.keys();
            ClaimGuard.check(exchange);
            delivery.deliver(
                    what.entry().file(),
                    envelope,
                    keys,
                    links.to(what.directory()).before(line(exchange), next -> delivery.ahead(next, keys)),
                    exchange.getProperty(OpenFuseHeaders.CLAIM, Claim.class).waited());
        }
    }

    private PushAhead.Line line(Exchange exchange) {
        Long delivery = exchange.getMessage().getHeader(OpenFuseHeaders.DELIVERY, Long.class);
        return (most, largest) -> delivery == null ? List.of() : queue.following(delivery, most, largest);
    }
}
