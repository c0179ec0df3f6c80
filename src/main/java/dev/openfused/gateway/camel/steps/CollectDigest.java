package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Digest;
import dev.openfused.gateway.bridge.EmailOut;
import dev.openfused.gateway.camel.BridgeTarget;
import dev.openfused.gateway.camel.DigestMembers;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.camel.bridges.RunningBridges;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Route step {@code collectDigest}: with {@code digest}, what else waits for the bridge joins the message that is being
 * delivered, and ends as that does. Without, nothing happens.
 */
public final class CollectDigest implements Processor {
    /** The longest texts, all together, in characters; what is beyond goes with the next digest. */
    private static final int LARGEST = 2 << 20;

    /** Longer than any try takes; a process that ends before gives its claims up at its next start. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final RunningBridges bridges;
    private final EnvelopeOpener opener;
    private final DeliveryQueue queue;

    /**
     * The step.
     *
     * @param bridges those that run
     * @param opener opens as the store stands
     * @param queue what waits
     */
    public CollectDigest(RunningBridges bridges, StoreOpener opener, DeliveryQueue queue) {
        this.bridges = bridges;
        this.opener = new EnvelopeOpener(opener);
        this.queue = queue;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Bridge bridge = bridges.find(BridgeTarget.of(exchange)).orElseThrow();
        Optional<Digest> digest = bridge.find(EmailOut.DIGEST);
        Claim first = exchange.getProperty(OpenFuseHeaders.CLAIM, Claim.class);
        if (digest.isEmpty() || first == null) {
            return;
        }
        List<Claim> others =
                queue.claimBeside(first, bridge.order(), digest.get().count() - 1, LEASE);
        try {
            join(exchange, bridge, first, others);
        } catch (RuntimeException | Error | InvalidPayloadException e) {
            others.forEach(queue::abandon);
            throw e;
        }
    }

    private void join(Exchange exchange, Bridge bridge, Claim first, List<Claim> others)
            throws InvalidPayloadException {
        List<DigestMembers.Member> members = new ArrayList<>();
        members.add(new DigestMembers.Member(first, exchange.getMessage().getMandatoryBody(OpenedMessage.class)));
        int room = LARGEST - members.get(0).message().text().length();
        for (Claim other : others) {
            Optional<OpenedMessage> message = open(bridge, other);
            room -= message.map(each -> each.text().length()).orElse(0);
            if (message.isPresent() && room >= 0) {
                members.add(new DigestMembers.Member(other, message.get()));
            } else {
                queue.release(other);
            }
        }
        exchange.setProperty(OpenFuseHeaders.DIGEST, new DigestMembers(members));
    }

    /** Empty for what can't be sent: it is given back, and ends by itself when its turn comes. */
    private Optional<OpenedMessage> open(Bridge bridge, Claim claim) {
        Delivery delivery = claim.delivery();
        try {
            OpenedMessage message = opener.open(delivery.source(), delivery.file(), claim.envelope())
                    .message();
            AcceptMessage.require(bridge, delivery.source(), message);
            return Optional.of(message);
        } catch (RejectedMessageException | StoreException e) {
            return Optional.empty();
        }
    }
}
