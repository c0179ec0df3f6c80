package dev.openfused.gateway;

import dev.openfused.gateway.store.Leftovers;
import dev.openfused.gateway.store.StoreException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what killed writers left in a store, within ten minutes. */
final class Cleaning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cleaning.class);
    /** Twice this is how long a leftover stands at most; each look lists the folders, inboxes of many files among them. */
    private static final long PERIOD_MINUTES = 5;

    private final Leftovers leftovers;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "cleaning"));

    private Cleaning(Leftovers leftovers) {
        this.leftovers = leftovers;
    }

    static Cleaning start(Leftovers leftovers) {
        Cleaning cleaning = new Cleaning(leftovers);
        cleaning.timer.scheduleWithFixedDelay(cleaning::clean, 0, PERIOD_MINUTES, TimeUnit.MINUTES);
        return cleaning;
    }

    private void clean() {
        try {
            int removed = leftovers.remove();
            if (removed > 0) {
                LOG.info("removed {} temporary files left by killed processes", removed);
            }
        } catch (StoreException | RuntimeException e) { // or the timer would never look again
            LOG.warn("temporary files left by killed processes could not be removed: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
