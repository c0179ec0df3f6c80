package dev.openfused.gateway;

import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.settings.GatewaySettings.WhenLost;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks at start that the queue's state is the one that this store had: an emptied queue looks like a first start. */
final class StateCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StateCheck.class);

    private StateCheck() {}

    static void run(Store store, DeliveryQueue queue, WhenLost whenLost, Clock clock) throws StoreException {
        String id = queue.stateId();
        Optional<String> known = store.knownState().id();
        if (known.isPresent() && !known.get().equals(id)) {
            String line =
                    "the queue of " + store.root() + " is not the one it had: its database was deleted, replaced or"
                            + " emptied, and with it the pending deliveries and the record of finished ones;"
                            + " 'openfuse queue rebuild' enqueues what is in inbox/ and outbox/ again";
            if (whenLost == WhenLost.STOP) {
                throw new StoreException(line + " and lets the gateway start (openfuse.queue.when-lost=stop)");
            }
            LOG.error(line);
            queue.setNote(DeliveryQueue.LOST, clock.instant().toString());
        }
        if (!known.equals(Optional.of(id))) {
            store.knownState().is(id);
        }
    }
}
