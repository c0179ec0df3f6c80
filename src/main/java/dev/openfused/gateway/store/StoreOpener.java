package dev.openfused.gateway.store;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.message.FileCopy;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
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

    /**
     * What a plain file says. One of {@code shared/} is our own word, as nobody else writes there. Anything else is judged as
     * a file in the inbox would be: who signed it is believed as far as the keyring goes, an unsigned one not at all.
     *
     * @param copy the file
     * @param own whether it is one of {@code shared/}
     * @return the message
     * @throws StoreException if {@code .mesh.json} or the keys can't be read
     */
    public OpenedMessage judge(FileCopy copy, boolean own) throws StoreException {
        Current now = now();
        return own ? now.own.ownFile(copy, now.mesh.name()) : now.opener.file(copy);
    }

    /**
     * Opens a copy of a file that we sealed to ourselves.
     *
     * @param envelope the copy
     * @return the file
     * @throws RejectedMessageException if we did not sign it, or it can't be decrypted
     * @throws StoreException if {@code .mesh.json} or the keys can't be read
     */
    public FileCopy copy(byte[] envelope) throws RejectedMessageException, StoreException {
        OpenedMessage sealed = own().open("copy.json", envelope);
        if (!sealed.standing().verified() || !sealed.readable()) {
            throw new RejectedMessageException(
                    Reason.CANNOT_DECRYPT,
                    "the copy of the file was not sealed by this store: its keys may have changed");
        }
        return FileCopy.parse(sealed.text());
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
