package dev.openfused.gateway.cli;

import dev.openfused.gateway.queue.DeliveryQueue;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens the queue of a store; only the {@code queue} commands ask for it. */
@FunctionalInterface
public interface QueueOpener {
    /**
     * Opens it, in the database that the settings name.
     *
     * @param store the store's directory, absolute
     * @param config the {@code application.properties} to use, absolute, or null for the installation's
     * @return the queue, to be closed
     * @throws Exception if it can't be opened; the text is one line for people
     */
    DeliveryQueue open(Path store, @Nullable Path config) throws Exception;
}
