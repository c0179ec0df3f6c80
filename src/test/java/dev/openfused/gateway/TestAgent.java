package dev.openfused.gateway;

import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.dispatch.InboxDispatcher;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.receive.Admission;
import dev.openfused.gateway.receive.InboxReceiver;
import dev.openfused.gateway.receive.ReceiveLimits;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** An agent with a store of its own, for tests. */
public record TestAgent(String name, Store store, AgentKeys keys) {

    public static TestAgent make(Path root, String name) throws StoreException {
        Store store = Store.init(root, name);
        return new TestAgent(name, store, store.keys());
    }

    /** This agent learns the other's keys. */
    public TestAgent knows(TestAgent other, boolean trusted) throws StoreException {
        store.mesh()
                .importKey(new KeyringEntry(
                        other.name,
                        "",
                        other.keys.publicKey(),
                        other.keys.encryptionKey(),
                        trusted,
                        false,
                        null,
                        null,
                        "2026-01-01T00:00:00.000Z"));
        return this;
    }

    /** This agent sends to the other over HTTP. */
    public TestAgent peersWith(TestAgent other, String url) throws StoreException {
        store.mesh().update(mesh -> {
            List<Mesh.Peer> peers = new ArrayList<>(mesh.peers());
            peers.add(new Mesh.Peer("peer-" + other.name, other.name, url, "readwrite"));
            return new Mesh(
                    mesh.id(),
                    mesh.name(),
                    mesh.created(),
                    mesh.publicKey(),
                    mesh.encryptionKey(),
                    peers,
                    mesh.keyring());
        });
        return this;
    }

    public SignedMessage sealTo(TestAgent recipient, String text) {
        return new MessageSealer(SignatureEngine.best(), Clock.systemUTC())
                .seal(name, keys, Objects.requireNonNull(recipient.keys.encryptionKey()), text);
    }

    /** This agent's door for messages, which remembers and dispatches in the given queue; no bridge runs. */
    public InboxReceiver receiver(DeliveryQueue queue, Clock clock, AuditLog audit) {
        StoreOpener opener = new StoreOpener(store, new MessageVerifier(SignatureEngine.best()));
        InboxDispatcher dispatcher = new InboxDispatcher(store.inbox(), opener::current, queue, entry -> {}, clock);
        return receiver(
                new Admission(store.inbox(), dispatcher, opener, ReceiveLimits.NONE, () -> 0), queue, clock, audit);
    }

    /** The same with rules of its own. */
    public InboxReceiver receiver(Admission admission, DeliveryQueue queue, Clock clock, AuditLog audit) {
        return new InboxReceiver(
                admission,
                queue,
                new MessageVerifier(SignatureEngine.best()),
                clock,
                InboxReceiver.DEFAULT_MAX_AGE,
                new AgentName(name),
                audit);
    }
}
