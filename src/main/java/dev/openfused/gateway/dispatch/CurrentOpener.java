package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.store.StoreException;

/** Gives the opener for the store as it stands now. */
@FunctionalInterface
public interface CurrentOpener {
    /**
     * The opener.
     *
     * @return the same one until keyring or keys change
     * @throws StoreException if they can't be read
     */
    MessageOpener current() throws StoreException;
}
