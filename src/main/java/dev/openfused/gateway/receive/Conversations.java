package dev.openfused.gateway.receive;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.compose.Recipients;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who began a conversation on a channel: the queue knows what a channel calls each message that it has, as long as
 * deliveries are kept. Anybody on the channel can claim to answer anything; so it decides who reads it, and nothing else.
 */
final class Conversations {
    private static final String BRIDGE = "bridge:";

    private final Store store;
    private final DeliveryQueue queue;
    private final Function<String, Optional<Bridge>> bridges;

    Conversations(Store store, DeliveryQueue queue, Function<String, Optional<Bridge>> bridges) {
        this.store = store;
        this.queue = queue;
        this.bridges = bridges;
    }

    /**
     * A message of ours that somebody answers.
     *
     * @param by the agent who sent it
     * @param with the message
     */
    record Begun(Recipients by, MessageId with) {}

    /**
     * The first of these that an outward bridge of the same kind delivered, for an agent that we know. What several agents
     * said in one digest is none's to be answered.
     */
    Optional<Begun> of(Bridge inward, List<String> remoteIds) throws StoreException {
        for (String remoteId : remoteIds) {
            List<Delivery> known = queue.withRemoteId(remoteId).stream()
                    .filter(delivery -> wentOutBeside(inward, delivery))
                    .toList();
            Optional<Recipients> sender =
                    known.stream().map(Delivery::sender).distinct().count() == 1
                            ? agent(known.get(0).sender())
                            : Optional.empty();
            if (sender.isPresent()) {
                return Optional.of(new Begun(sender.get(), known.get(0).id()));
            }
        }
        return Optional.empty();
    }

    private boolean wentOutBeside(Bridge inward, Delivery delivery) {
        String target = delivery.target().value();
        return target.startsWith(BRIDGE)
                && bridges.apply(target.substring(BRIDGE.length()))
                        .filter(bridge -> bridge.direction() == Direction.OUT
                                && bridge.kind().name().equals(inward.kind().name()))
                        .isPresent();
    }

    private Optional<Recipients> agent(String fingerprint) throws StoreException {
        Mesh mesh = store.mesh().read();
        if (Fingerprint.of(store.keys().publicKey()).value().equals(fingerprint)) {
            return Optional.of(Recipients.of(List.of(mesh.name())));
        }
        return mesh.keyring().entries().stream()
                .filter(entry -> entry.fingerprint().value().equals(fingerprint))
                .map(entry -> Recipients.of(List.of(fingerprint.replace(":", ""))))
                .findFirst();
    }
}
