package dev.openfused.gateway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.CommonSettings;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.QueueException;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of dead deliveries: a bridge with {@code on-dead} has a notice sent by that other bridge, in the name of the
 * store's own agent. One at most for each bridge and ten minutes, or a far end that refuses everything would have people
 * flooded. The notice is entered into the queue, so it is delivered as anything else is; what was missed because the
 * process ended is made up for at the next start. Nobody is told of a dead notice.
 */
public final class DeadNotices {
    /** Where the queue says that a message is a notice. */
    public static final String SOURCE = "notice";

    private static final Logger LOG = LoggerFactory.getLogger(DeadNotices.class);
    private static final String BRIDGE = "bridge:";
    private static final Duration SPAN = Duration.ofMinutes(10);
    private static final Duration LOOKED_BACK = Duration.ofDays(1);
    private static final int MOST_LOOKED_AT = 1_000;
    private static final int LONGEST_REASON = 500;

    private final Store store;
    private final MessageSealer sealer;
    private final DeliveryQueue queue;
    private final Function<String, Optional<Bridge>> bridges;
    private final Clock clock;
    private final Faults faults = new Faults(LOG);

    /**
     * For one store.
     *
     * @param store in whose name
     * @param sealer seals the notices to the store itself
     * @param queue holds what is dead, and takes notices
     * @param bridges gives the bridge of a name as it runs now
     * @param clock says how long ago a delivery died
     */
    public DeadNotices(
            Store store,
            MessageSealer sealer,
            DeliveryQueue queue,
            Function<String, Optional<Bridge>> bridges,
            Clock clock) {
        this.store = store;
        this.sealer = sealer;
        this.queue = queue;
        this.bridges = bridges;
        this.clock = clock;
    }

    /**
     * A delivery is dead. A failure is logged, and made up for at the next start.
     *
     * @param key its number
     */
    public void died(long key) {
        safely(() -> {
            Delivery delivery = queue.find(key).orElse(null);
            if (delivery != null && delivery.target().value().startsWith(BRIDGE)) {
                Optional<Bridge> bridge =
                        bridges.apply(delivery.target().value().substring(BRIDGE.length()));
                if (bridge.isPresent()) {
                    tell(bridge.get(), delivery);
                }
            }
        });
    }

    /**
     * Makes up for what was missed of late.
     *
     * @param starting the bridges that are to run
     */
    public void catchUp(Collection<Bridge> starting) {
        Instant since = clock.instant().minus(LOOKED_BACK);
        for (Bridge bridge : starting) {
            if (bridge.direction() == Direction.OUT
                    && bridge.find(CommonSettings.ON_DEAD).isPresent()) {
                safely(() -> {
                    Target target = InboxDispatcher.target(bridge);
                    for (Delivery dead : queue.list(target, Set.of(Delivery.State.DEAD), MOST_LOOKED_AT)) {
                        if (dead.changed().isAfter(since)) {
                            tell(bridge, dead);
                        }
                    }
                });
            }
        }
    }

    private interface Step {
        void take() throws StoreException;
    }

    private void safely(Step step) {
        try {
            step.take();
        } catch (QueueException | StoreException e) {
            faults.tell("nobody could be told of dead deliveries: " + e.getMessage());
        }
    }

    private void tell(Bridge bridge, Delivery dead) throws StoreException {
        Optional<String> told = bridge.find(CommonSettings.ON_DEAD);
        boolean isNews = dead.state() == Delivery.State.DEAD && !dead.source().equals(SOURCE);
        if (isNews && told.isPresent()) {
            enter(told.get(), bridge.name().value(), dead);
        }
    }

    private void enter(String told, String bridge, Delivery dead) throws StoreException {
        long span = dead.changed().toEpochMilli() / SPAN.toMillis();
        MessageId id = MessageId.of(Digests.sha256(("dead:" + bridge + ':' + span).getBytes(UTF_8)));
        if (queue.isKnown(id)) {
            return;
        }
        String file = "dead-" + bridge + '-' + span + ".json";
        AgentKeys keys = store.keys();
        Mesh mesh = store.mesh().read();
        SignedMessage notice = sealer.sealOrSign(mesh.name(), keys, keys.encryptionKey(), text(bridge, dead));
        queue.dispatch(
                new SeenFile(
                        SOURCE, file, id, Fingerprint.of(keys.publicKey()).value(), null, List.of(Target.bridge(told))),
                MessageJson.write(notice));
        queue.forget(SOURCE, List.of(file)); // no file by which it could be found gone
    }

    /** The reason may be a far end's words, so it is set apart. */
    private static String text(String bridge, Delivery dead) {
        String reason = VisibleText.of(String.valueOf(dead.reason()));
        return """
                Bridge %s gave up on delivery %d, after %d tries. The reason:

                > %s

                `openfuse queue list --state dead --target bridge:%s` shows this and others like it,
                `openfuse queue retry %d` tries it again. Of what dies within the next ten minutes you are not told by itself.""".formatted(
                        bridge,
                        dead.key(),
                        dead.attempts(),
                        reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + '…' : reason,
                        bridge,
                        dead.key());
    }
}
