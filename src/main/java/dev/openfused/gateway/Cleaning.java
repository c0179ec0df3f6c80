package dev.openfused.gateway;

import dev.openfused.gateway.store.Leftovers;
import dev.openfused.gateway.store.StoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what killed writers left in a store, within ten minutes. */
final class Cleaning {
    private static final Logger LOG = LoggerFactory.getLogger(Cleaning.class);
    /** Twice this is how long a leftover stands at most; each look lists the folders, inboxes of many files among them. */
    private static final Duration PERIOD = Duration.ofMinutes(5);

    private Cleaning() {}

    static RepeatedTask start(Leftovers leftovers) {
        return RepeatedTask.start("cleaning", Duration.ZERO, PERIOD, () -> clean(leftovers));
    }

    private static void clean(Leftovers leftovers) {
        try {
            int removed = leftovers.remove();
            if (removed > 0) {
                LOG.info("removed {} temporary files left by killed processes", removed);
            }
        } catch (StoreException e) {
            LOG.warn("temporary files left by killed processes could not be removed: {}", e.getMessage());
        }
    }
}
