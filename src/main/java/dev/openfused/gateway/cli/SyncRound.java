package dev.openfused.gateway.cli;

import dev.openfused.gateway.store.Mesh;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** One exchange with each of several peers, some at a time. */
final class SyncRound {
    private SyncRound() {}

    /**
     * Exchanges.
     *
     * @param exchange does it
     * @param peers with whom, at least one
     * @param parallel how many at a time
     * @param ended told of each as it ends, on any thread
     * @return what came of it, in the peers' order
     */
    static List<SyncOutcome> run(
            PeerExchange exchange, List<Mesh.Peer> peers, int parallel, Consumer<SyncOutcome> ended)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(peers.size(), parallel));
        try {
            List<Future<SyncOutcome>> running = new ArrayList<>();
            for (Mesh.Peer each : peers) {
                running.add(threads.submit(() -> {
                    SyncOutcome outcome = exchange.with(each, () -> !threads.isShutdown());
                    ended.accept(outcome);
                    return outcome;
                }));
            }
            List<SyncOutcome> outcomes = new ArrayList<>();
            for (Future<SyncOutcome> outcome : running) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
