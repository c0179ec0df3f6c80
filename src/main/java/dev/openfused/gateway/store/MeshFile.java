package dev.openfused.gateway.store;

import dev.openfused.gateway.keyring.KeyringEntry;
import java.util.function.UnaryOperator;

/**
 * {@code .mesh.json}: read-modify-write under a lock that holds between processes; fields it does not know survive;
 * unchanged content is written back byte for byte.
 */
public final class MeshFile {
    /**
     * What it says now. Re-read only when the file changed.
     *
     * @return a snapshot
     * @throws StoreException if it is missing or malformed; nothing is written then
     */
    public Mesh read() throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Changes it: locks, reads, applies, writes atomically if anything changed.
     *
     * @param change from the current snapshot to the new one
     * @return the new snapshot
     * @throws StoreException if it can't be read or written
     */
    public Mesh update(UnaryOperator<Mesh> change) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Adds an agent or replaces the entry of the same name and key; validates name, keys (no small-order key, no second
     * key with the same FP8) and address.
     *
     * @param entry the agent
     * @return the new snapshot
     * @throws StoreException if it is refused
     */
    public Mesh importKey(KeyringEntry entry) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }
}
