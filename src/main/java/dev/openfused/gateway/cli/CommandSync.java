package dev.openfused.gateway.cli;

import dev.openfused.gateway.dispatch.PeerTargets;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.sync.Pace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One exchange of a command with some of a store's peers, all at once. */
final class CommandSync {
    private final Console console;
    private final Wiring wiring;
    private final Store store;
    private final @Nullable Path settingsFile;

    CommandSync(Console console, Wiring wiring, Store store, @Nullable Path settingsFile) {
        this.console = console;
        this.wiring = wiring;
        this.store = store;
        this.settingsFile = settingsFile;
    }

    /** Those that can be synced with, warning of the others. */
    List<Mesh.Peer> reachable(List<Mesh.Peer> peers) {
        List<Mesh.Peer> reachable = new ArrayList<>();
        for (Mesh.Peer each : peers) {
            if (PeerTargets.isReachable(each.url()) && AgentName.isValid(each.name())) {
                reachable.add(each);
            } else {
                console.warn("peer " + VisibleText.of(each.name())
                        + " is not synced: only peers with an http(s) or ssh address and a plain name are");
            }
        }
        return reachable;
    }

    /**
     * Exchanges with those that are due.
     *
     * @param peers reachable ones
     * @param pace says which of them are due, once the settings are known
     * @return what came of it, in the peers' order
     */
    List<SyncOutcome> run(List<Mesh.Peer> peers, Function<ResolvedSettings, Pace> pace) throws Exception {
        if (peers.isEmpty()) {
            return List.of();
        }
        ResolvedSettings settings = wiring.settings().read(settingsFile).gateway();
        try (DeliveryQueue queue = wiring.queues().open(store.root(), settingsFile);
                WaysOpener.OpenWays ways = wiring.ways().open(store, settings);
                ProgressBar bar = new ProgressBar(console, peers.size(), System::nanoTime)) {
            PeerExchange exchange =
                    new PeerExchange(store, queue, ways, settings, pace.apply(settings), wiring.clock(), bar);
            List<Mesh.Peer> due = peers.stream().filter(exchange::isDue).toList();
            exchange.tellIfServed(console, due);
            if (due.isEmpty()) {
                return List.of();
            }
            bar.begin();
            return SyncRound.run(exchange, due, settings.get(GatewaySettings.SYNC_PARALLEL), ended -> bar.peerEnded());
        }
    }
}
