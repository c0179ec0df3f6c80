package dev.openfused.gateway.sync;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.dispatch.PeerTargets;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.peer.PeerDelivery;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.peer.PushAhead;
import dev.openfused.gateway.queue.TryLaterException;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.sync.SyncProgress.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Pushes what waits for a peer, once, where no gateway runs whose queue would (protocol section 7). What the peer has goes to
 * {@code .sent/}, what it will never take to {@code .failed/}; all else waits on.
 */
public final class OutboxPush {
    private final Store store;
    private final PeerDelivery delivery;
    private final SyncProgress progress;

    /**
     * For one store.
     *
     * @param store whose outbox and keys
     * @param delivery knows what answers mean
     * @param progress told how it gets on
     */
    public OutboxPush(Store store, PeerDelivery delivery, SyncProgress progress) {
        this.store = store;
        this.delivery = delivery;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param sent how many messages the peer has now
     * @param faults why others did not go, a line each
     */
    public record Pushed(int sent, List<String> faults) {
        /**
         * Copies the lines.
         *
         * @param sent how many messages the peer has now
         * @param faults why others did not go
         */
        public Pushed {
            faults = List.copyOf(faults);
        }
    }

    /**
     * What waits for a peer.
     *
     * @param peer one of the store's
     * @return entries, oldest first
     * @throws StoreException if the outbox can't be read
     */
    public List<Outbox.Entry> waiting(Mesh.Peer peer) throws StoreException {
        Mesh mesh = store.mesh().read();
        return store.outbox().waiting().stream()
                .filter(entry -> PeerTargets.goesTo(entry, peer, mesh))
                .toList();
    }

    /**
     * Pushes all of it, until the peer is not to be had. A message that can't be read holds up no other.
     *
     * @param peer one of the store's
     * @param transport the way there
     * @return what came of it
     * @throws StoreException if the outbox can't be read, or a message not moved
     */
    public Pushed push(Mesh.Peer peer, PeerTransport transport) throws StoreException {
        return push(waiting(peer), transport);
    }

    /**
     * Pushes some of what waits, until the far end is not to be had.
     *
     * @param line what, all of it for one recipient, oldest first
     * @param transport the way there
     * @return what came of it
     * @throws StoreException if a message can't be moved
     */
    public Pushed push(List<Outbox.Entry> line, PeerTransport transport) throws StoreException {
        Lines faults = new Lines();
        int sent = 0;
        AgentKeys keys = store.keys();
        PushAhead ahead = new PushAhead(transport);
        progress.expected(Kind.SENT, line.size(), 0);
        for (int i = 0; i < line.size(); i++) {
            Outbox.Entry entry = line.get(i);
            List<Outbox.Entry> rest = line.subList(i + 1, line.size());
            byte[] envelope;
            try {
                envelope = store.outbox().read(entry);
            } catch (StoreException e) {
                faults.add(e);
                continue;
            }
            try {
                delivery.deliver(
                        entry.file(),
                        envelope,
                        keys,
                        ahead.before((most, largest) -> read(rest, most, largest), next -> delivery.ahead(next, keys)));
                store.outbox().sent(entry);
                sent++;
                progress.moved(Kind.SENT, envelope.length);
            } catch (RejectedMessageException e) {
                store.outbox().failed(entry, String.valueOf(e.getMessage()));
                faults.add(entry.file() + " is parked in .failed/: " + e.getMessage());
            } catch (TryLaterException e) {
                faults.add("what waits for it stays in the outbox: " + e.getMessage());
                break;
            }
        }
        return new Pushed(sent, faults.all());
    }

    /** Up to the first that can't be read: its own turn will tell why. */
    private List<byte[]> read(List<Outbox.Entry> entries, int most, int largest) {
        List<byte[]> envelopes = new ArrayList<>();
        int room = largest;
        for (Outbox.Entry entry : entries.subList(0, Math.min(most, entries.size()))) {
            byte[] envelope;
            try {
                envelope = store.outbox().read(entry);
            } catch (StoreException e) {
                break;
            }
            room -= envelope.length;
            if (room < 0) {
                break;
            }
            envelopes.add(envelope);
        }
        return envelopes;
    }
}
