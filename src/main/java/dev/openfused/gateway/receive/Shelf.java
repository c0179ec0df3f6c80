package dev.openfused.gateway.receive;

import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.store.MessageFolder;
import dev.openfused.gateway.store.StoreException;

/** Where accepted messages are put, and who learns of them there. */
interface Shelf {
    /** What it means for a message to be here. */
    Decision decision();

    /** The folder itself. */
    MessageFolder folder();

    /**
     * Stores a message; on disk when this returns.
     *
     * @return the name it has
     * @throws LimitReachedException if there is no room; nothing was stored
     */
    String put(String name, byte[] body) throws StoreException, LimitReachedException;

    /** Remembers a message that was put here, so that its sender can be told; durable when this returns. */
    void enter(String file, AuthenticMessage message, byte[] body) throws StoreException;
}
