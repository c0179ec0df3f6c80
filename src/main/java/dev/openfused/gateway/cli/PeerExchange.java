package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.peer.PeerDelivery;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.receive.AcceptedFiles;
import dev.openfused.gateway.receive.Admission;
import dev.openfused.gateway.receive.InboxReceiver;
import dev.openfused.gateway.receive.ReceiveLimits;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreLock;
import dev.openfused.gateway.store.StoreOpener;
import dev.openfused.gateway.sync.OutboxPush;
import dev.openfused.gateway.sync.OutboxPush.Pushed;
import dev.openfused.gateway.sync.Pace;
import dev.openfused.gateway.sync.PeerSource;
import dev.openfused.gateway.sync.PeerSync;
import dev.openfused.gateway.sync.PeerWays;
import dev.openfused.gateway.sync.SyncLimits;
import dev.openfused.gateway.sync.SyncProgress;
import dev.openfused.gateway.sync.SyncReport;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Fetches from peers and, unless a gateway runs that does, pushes to them. Safe for many threads. */
final class PeerExchange {
    private final Store store;
    private final PeerWays ways;
    private final Pace pace;
    private final PeerSync sync;
    private final OutboxPush push;
    private final Optional<String> server;

    PeerExchange(
            Store store,
            DeliveryQueue queue,
            PeerWays ways,
            ResolvedSettings settings,
            Pace pace,
            Clock clock,
            SyncProgress progress)
            throws StoreException {
        this.store = store;
        this.ways = ways;
        this.pace = pace;
        this.sync = new PeerSync(store, receiver(queue, settings, clock), SyncLimits.of(settings), clock, progress);
        this.push = new OutboxPush(
                store,
                new PeerDelivery(
                        new MessageSealer(SignatureEngine.soonest(1), clock),
                        clock,
                        settings.get(GatewaySettings.DELIVER_RESEND_FOR)),
                progress);
        this.server = StoreLock.holder(store);
    }

    private InboxReceiver receiver(DeliveryQueue queue, ResolvedSettings settings, Clock clock) throws StoreException {
        MessageVerifier verifier = new MessageVerifier(SignatureEngine.soonest(1));
        return new InboxReceiver(
                new Admission(
                        store.inbox(),
                        AcceptedFiles.leftToServe(queue),
                        new StoreOpener(store, verifier),
                        ReceiveLimits.of(settings),
                        System::nanoTime),
                queue,
                verifier,
                clock,
                settings.get(GatewaySettings.RECEIVE_MAX_AGE),
                new AgentName(store.mesh().read().name()),
                entry -> {});
    }

    /** Says who pushes what waits for these peers, if it is not us. */
    void tellIfServed(Console console, List<Mesh.Peer> peers) throws StoreException {
        if (server.isEmpty()) {
            return;
        }
        int waiting = 0;
        for (Mesh.Peer peer : peers) {
            waiting += push.waiting(peer).size();
        }
        if (waiting > 0) {
            console.hint("what waits for peers (" + waiting + ") is pushed by serve, process "
                    + VisibleText.of(server.get()).split(" ", 2)[0]);
        }
    }

    /** Whether a peer is to be asked now; false while it is left alone, as it did not answer. */
    boolean isDue(Mesh.Peer peer) {
        return sync.isDue(peer, pace);
    }

    /** Fetches and pushes; what fails is in the outcome, and remembered if that is wanted when it ends. */
    SyncOutcome with(Mesh.Peer peer, BooleanSupplier wanted) {
        try (PeerSource source = ways.source(peer);
                PeerTransport transport = ways.transport(peer)) {
            SyncReport report = sync.run(peer, source, pace, wanted);
            return new SyncOutcome(
                    report, server.isPresent() || report.away() ? new Pushed(0, List.of()) : push(peer, transport));
        } catch (IOException | IllegalArgumentException e) {
            return new SyncOutcome(
                    SyncReport.failed(peer.name(), String.valueOf(e.getMessage())), new Pushed(0, List.of()));
        }
    }

    private Pushed push(Mesh.Peer peer, PeerTransport transport) {
        try {
            return push.push(peer, transport);
        } catch (StoreException e) {
            return new Pushed(0, List.of(String.valueOf(e.getMessage())));
        }
    }
}
