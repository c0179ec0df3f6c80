package dev.openfused.gateway.store;

import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.keyring.MessageOpener;
import org.jspecify.annotations.Nullable;

/** Opens messages as a store stands now: keyring and keys are read again only when {@code .mesh.json} changed. */
public final class StoreOpener {
    private final Store store;
    private final MessageVerifier verifier;
    private volatile @Nullable Current current;

    private record Current(Mesh mesh, MessageOpener opener) {}

    /**
     * For one store.
     *
     * @param store whose keyring and keys
     * @param verifier checks signatures
     */
    public StoreOpener(Store store, MessageVerifier verifier) {
        this.store = store;
        this.verifier = verifier;
    }

    /**
     * An opener for the store as it stands.
     *
     * @return the same one until {@code .mesh.json} changes
     * @throws StoreException if {@code .mesh.json} or the keys can't be read
     */
    public MessageOpener current() throws StoreException {
        Mesh mesh = store.mesh().read();
        Current known = current;
        if (known == null || (known.mesh != mesh && !known.mesh.equals(mesh))) {
            known = new Current(mesh, new MessageOpener(verifier, mesh.keyring(), store.keys()));
            current = known;
        }
        return known.opener;
    }
}
