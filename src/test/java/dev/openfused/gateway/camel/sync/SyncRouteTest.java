package dev.openfused.gateway.camel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import dev.openfused.gateway.LogLines;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.bridge.BridgeKinds;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.camel.RouteKeeper;
import dev.openfused.gateway.outbound.HttpPeerWays;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.sync.PeerSync;
import dev.openfused.gateway.sync.SyncLimits;
import dev.openfused.gateway.sync.SyncProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.component.timer.TimerComponent;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped {@code routes/sync-http.yaml}, and what is made of it when its timer ends. */
@Timeout(60)
class SyncRouteTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private final Path folder;
    private final HttpFarEnd alice = new HttpFarEnd().answering(call -> new Answer(404));
    private final DefaultCamelContext context = new DefaultCamelContext();
    private DeliveryQueue queue;
    private RouteKeeper<Mesh.Peer> routes;

    SyncRouteTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws Exception {
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob");
        bob.peersWith(TestAgent.make(folder.resolve("alice"), "alice"), alice.url());
        queue = DeliveryQueues.sqlite(folder.resolve("bob.db"), CLOCK, QueueOptions.DEFAULT);
        ResolvedSettings settings = Configuration.read(
                        Files.write(
                                folder.resolve("application.properties"),
                                List.of("openfuse.sync.allow-private=127.0.0.0/8", "openfuse.sync.every=50ms")),
                        Map.of(),
                        Map.of(),
                        BridgeKinds.shipped())
                .gateway();
        SyncLinks links = new SyncLinks();
        PeerSync sync = new PeerSync(
                bob.store(),
                bob.receiver(queue, CLOCK, entry -> {}),
                SyncLimits.of(settings),
                CLOCK,
                SyncProgress.UNSEEN);
        context.getRegistry().bind("syncPeer", new SyncPeer(sync, links, 1));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:routes/sync-http.yaml"));
        context.start();
        routes = new RouteKeeper<>(
                context,
                "sync-peers",
                new SyncRoutes(context, bob.store(), settings, new HttpPeerWays(settings, CLOCK), links, CLOCK));
        routes.refresh();
    }

    @AfterEach
    void stop() throws Exception {
        routes.close();
        context.close();
        queue.close();
        alice.close();
    }

    private void peerIsAsked() {
        int before = alice.calls().size();
        await().untilAsserted(() -> assertThat(alice.calls()).hasSizeGreaterThan(before));
    }

    @Test
    void aPeerWhoseTimerDiedIsAskedAgain() throws Exception {
        peerIsAsked();
        TimerConsumer consumer = (TimerConsumer) context.getRoute("sync-alice").getConsumer();
        try (LogLines log = LogLines.of(RouteKeeper.class)) {
            TimerComponent timers = context.getComponent("timer", TimerComponent.class);
            timers.getTimer(consumer).cancel(); // its thread ends, as it does with an error
            timers.removeTimer(consumer); // we hold it no more

            await().untilAsserted(() -> {
                routes.refresh();
                assertThat(log.lines()).containsExactly("the thread of the route of alice died; restarting the route");
            });
        }
        peerIsAsked();
    }

    @Test
    void aTimerIsDeadOnceItIsSilentAtSeveralLooksAndNotWhileItWorks() {
        AtomicLong now = new AtomicLong();
        Heartbeat heartbeat = new Heartbeat(now::get);
        Duration patience = Duration.ofSeconds(1);
        heartbeat.begin();
        now.addAndGet(Duration.ofHours(1).toNanos());
        for (int i = 0; i < 10; i++) {
            assertThat(heartbeat.isAlive(patience)).as("it works").isTrue();
        }
        heartbeat.end();
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        for (int i = 0; i < 4; i++) {
            assertThat(heartbeat.isAlive(patience)).as("it may be late").isTrue();
        }

        assertThat(heartbeat.isAlive(patience)).isFalse();
    }
}
