package dev.openfused.gateway.store;

import dev.openfused.gateway.crypto.AgentKeys;
import java.nio.file.Path;

/**
 * One OpenFused store on disk (protocol section 1). Cheap to make: nothing is read until asked for. Safe for many
 * threads and processes.
 */
public final class Store {
    private final Path root;

    private Store(Path root) {
        this.root = root;
    }

    /**
     * Opens a store.
     *
     * @param root its directory
     * @return the store
     * @throws StoreException if there is no readable {@code .mesh.json}; the text says how to make one
     */
    public static Store open(Path root) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Makes a store with fresh keys, or completes a directory that lacks some of its parts; an existing agent's keys and
     * texts are never touched.
     *
     * @param root its directory, made if absent
     * @param name the agent's name
     * @return the store
     * @throws StoreException if the directory holds another agent's store or can't be written
     */
    public static Store init(Path root, String name) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Its directory.
     *
     * @return absolute
     */
    public Path root() {
        return root;
    }

    /**
     * {@code .mesh.json}.
     *
     * @return identity, peers, keyring
     */
    public MeshFile mesh() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * {@code inbox/}.
     *
     * @return the inbox
     */
    public Inbox inbox() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * {@code outbox/}.
     *
     * @return the outbox
     */
    public Outbox outbox() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Reads the private keys in {@code .keys/}, retired age keys included.
     *
     * @return the keys
     * @throws StoreException if they are missing or malformed
     */
    public AgentKeys keys() throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * {@code .gateway/}: state of ours that the original tools ignore. Made with mode 700 on first use.
     *
     * @return the directory
     * @throws StoreException if it can't be made
     */
    public Path gatewayDirectory() throws StoreException {
        throw new UnsupportedOperationException("contract");
    }
}
