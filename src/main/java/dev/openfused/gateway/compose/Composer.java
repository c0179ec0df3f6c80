package dev.openfused.gateway.compose;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.MessageFileName;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of a text, one for each recipient, and puts them where they belong: the outbox, or the inbox if the
 * recipient is the local agent. All recipients are looked up and all messages sealed before the first is written.
 */
public final class Composer {
    /** Up to here, in characters, a message is never larger than one may be, even with all of them escaped. */
    private static final int SURELY_WRITABLE = MessageJson.LARGEST / 8;

    private final Store store;
    private final MessageSealer sealer;

    /**
     * A composer.
     *
     * @param store whose recipients and folders
     * @param sealer seals and signs
     */
    public Composer(Store store, MessageSealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    /**
     * Sends a text. A recipient with an age key gets it encrypted, another one signed and readable; of a broadcast one
     * copy, sealed to ourselves, is kept.
     *
     * @param sender in whose name
     * @param recipients whom it is for; each key gets it once
     * @param text what to say
     * @return where each message stands, and what to warn of
     * @throws UnknownAgentException if a recipient is not known or ambiguous; nothing is written
     * @throws UnsendableException if it can't be sealed for a recipient; nothing is written
     * @throws StoreException if the store can't be read, or a message not written
     */
    public Composition compose(Sender sender, Recipients recipients, String text)
            throws UnknownAgentException, UnsendableException, StoreException {
        Mesh mesh = store.mesh().read();
        AgentKeys own = store.keys();
        List<Addressed> sealed = new ArrayList<>();
        for (KeyringEntry recipient : resolve(recipients, mesh, own)) {
            sealed.add(new Addressed(recipient, seal(sender, recipient, text)));
        }
        boolean keepsCopy = recipients instanceof Recipients.Audience && !sealed.isEmpty();
        SignedMessage ownCopy = keepsCopy ? seal(sender, self(mesh, own), text) : null;
        return write(sealed, ownCopy, mesh, own);
    }

    private record Addressed(KeyringEntry recipient, SignedMessage message) {}

    private static List<KeyringEntry> resolve(Recipients recipients, Mesh mesh, AgentKeys own)
            throws UnknownAgentException {
        Map<String, KeyringEntry> byKey = new LinkedHashMap<>();
        if (recipients instanceof Recipients.Named named) {
            for (String query : named.queries()) {
                KeyringEntry entry = query.equals(mesh.name())
                        ? self(mesh, own)
                        : mesh.keyring().find(query);
                byKey.putIfAbsent(entry.signingKey(), entry);
            }
        } else if (recipients instanceof Recipients.Audience audience) {
            mesh.keyring().entries().stream()
                    .filter(entry -> audience.includes(entry, mesh.keyring()))
                    .filter(entry -> !entry.signingKey().equals(own.publicKey()))
                    .forEach(entry -> byKey.putIfAbsent(entry.signingKey(), entry));
        }
        return List.copyOf(byKey.values());
    }

    private static KeyringEntry self(Mesh mesh, AgentKeys own) {
        return new KeyringEntry(
                mesh.name(), "", own.publicKey(), own.encryptionKey(), true, false, null, null, mesh.created());
    }

    private SignedMessage seal(Sender sender, KeyringEntry recipient, String text) throws UnsendableException {
        try {
            SignedMessage message = sealer.sealOrSign(sender.name(), sender.keys(), recipient.encryptionKey(), text);
            if (message.message().length() > SURELY_WRITABLE) {
                MessageJson.writeBounded(message);
            }
            return message;
        } catch (IllegalArgumentException | RejectedMessageException e) {
            throw new UnsendableException(
                    "nothing was sent; for " + VisibleText.of(recipient.name()) + " the message can't be sealed: "
                            + e.getMessage(),
                    e);
        }
    }

    private Composition write(List<Addressed> sealed, @Nullable SignedMessage ownCopy, Mesh mesh, AgentKeys own)
            throws StoreException {
        List<Composition.Copy> copies = new ArrayList<>();
        for (Addressed addressed : sealed) {
            KeyringEntry recipient = addressed.recipient;
            boolean local = recipient.signingKey().equals(own.publicKey());
            copies.add(new Composition.Copy(
                    recipient.name(),
                    recipient.fingerprint(),
                    idOf(addressed.message),
                    local ? deliver(addressed.message, mesh) : queue(addressed),
                    local,
                    recipient.encryptionKey() != null,
                    local || recipient.trusted() || mesh.keyring().autoTrust()));
        }
        return new Composition(
                copies,
                ownCopy == null ? null : "outbox/.broadcast/" + store.outbox().putBroadcastCopy(ownCopy));
    }

    private static MessageId idOf(SignedMessage message) {
        return MessageId.of(Digests.sha256(Base64.getDecoder().decode(message.signature())));
    }

    private String queue(Addressed addressed) throws StoreException {
        Outbox.Entry entry = store.outbox().put(addressed.recipient, addressed.message);
        return "outbox/" + entry.directory() + '/' + entry.file();
    }

    private String deliver(SignedMessage message, Mesh mesh) throws StoreException {
        MessageFileName name = MessageFileName.accepted(
                Rfc3339.parse(message.timestamp()),
                message.from(),
                Fingerprint.of(message.publicKey()).fp8(),
                new AgentName(mesh.name()));
        return "inbox/" + store.inbox().put(name.value(), MessageJson.write(message));
    }
}
