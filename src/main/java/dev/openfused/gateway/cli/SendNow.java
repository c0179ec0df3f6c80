package dev.openfused.gateway.cli;

import dev.openfused.gateway.compose.Composition;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.peer.PeerDelivery;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.sync.OutboxPush;
import dev.openfused.gateway.sync.SyncProgress;
import java.util.List;

/** Delivers what was queued a moment ago, without waiting for {@code serve} or {@code sync}. */
final class SendNow {
    private final Console console;
    private final Wiring wiring;
    private final Store store;

    SendNow(Console console, Wiring wiring, Store store) {
        this.console = console;
        this.wiring = wiring;
        this.store = store;
    }

    /**
     * Delivers one message; what fails stays queued.
     *
     * @param copy where it stands
     * @param peer where it goes, one of ours or not
     * @param settings the gateway's
     * @return whether the peer has it
     */
    boolean deliver(Composition.Copy copy, Mesh.Peer peer, ResolvedSettings settings) throws Exception {
        List<Outbox.Entry> line = store.outbox().waiting().stream()
                .filter(entry -> copy.file().endsWith('/' + entry.directory() + '/' + entry.file()))
                .toList();
        OutboxPush push = new OutboxPush(
                store,
                new PeerDelivery(
                        new MessageSealer(SignatureEngine.soonest(1), wiring.clock()),
                        wiring.clock(),
                        settings.get(GatewaySettings.DELIVER_RESEND_FOR)),
                SyncProgress.UNSEEN);
        String name = VisibleText.of(copy.recipient());
        try (WaysOpener.OpenWays ways = wiring.ways().open(store, settings);
                PeerTransport transport = ways.transport(peer)) {
            OutboxPush.Pushed pushed = push.push(line, transport);
            pushed.faults().forEach(fault -> console.error(name + ": " + fault));
            if (pushed.sent() > 0) {
                console.said().println("Delivered to " + name + ": " + VisibleText.of(peer.url()));
            }
            return pushed.faults().isEmpty();
        }
    }
}
