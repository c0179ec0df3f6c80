package dev.openfused.gateway.cli;

import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.sync.PeerWays;

/** Opens ways to a store's peers. */
@FunctionalInterface
public interface WaysOpener {
    /** Ways that hold something until they are closed. */
    interface OpenWays extends PeerWays, AutoCloseable {
        @Override
        void close();
    }

    /**
     * Opens them; nobody is connected to yet.
     *
     * @param store whose peers
     * @param settings the gateway's
     * @return to be closed
     * @throws StoreException if the store's keys can't be read
     */
    OpenWays open(Store store, ResolvedSettings settings) throws StoreException;
}
