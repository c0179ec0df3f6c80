package dev.openfused.gateway.store;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.Relationship;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens messages as a store stands now: keyring and keys are read again only when {@code .mesh.json} changed. */
public final class StoreOpener {
    private final Store store;
    private final MessageVerifier verifier;
    private volatile @Nullable Current current;

    private record Current(Mesh mesh, MessageOpener opener, MessageOpener own) {}

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
        return now().opener;
    }

    /**
     * An opener for what we wrote ourselves, such as the copies of our broadcasts: it knows our own key under our own name,
     * and trusts it.
     *
     * @return the same one until {@code .mesh.json} changes
     * @throws StoreException if {@code .mesh.json} or the keys can't be read
     */
    public MessageOpener own() throws StoreException {
        return now().own;
    }

    private Current now() throws StoreException {
        Mesh mesh = store.mesh().read();
        Current known = current;
        if (known == null || (known.mesh != mesh && !known.mesh.equals(mesh))) {
            AgentKeys keys = store.keys();
            known = new Current(
                    mesh,
                    new MessageOpener(verifier, mesh.keyring(), keys),
                    new MessageOpener(verifier, new Keyring(List.of(self(mesh, keys)), false), keys));
            current = known;
        }
        return known;
    }

    private static KeyringEntry self(Mesh mesh, AgentKeys keys) {
        return new KeyringEntry(
                mesh.name(),
                "",
                keys.publicKey(),
                keys.encryptionKey(),
                true,
                false,
                Relationship.INTERNAL,
                null,
                mesh.created());
    }
}
