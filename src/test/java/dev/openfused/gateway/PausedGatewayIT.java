package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.queue.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is stopped for longer than its leases, as by SIGSTOP or a machine that is moved: nothing is lost, and
 * nothing is sent twice but what was under way.
 */
@Timeout(1500)
class PausedGatewayIT {
    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final Duration LEASE = Duration.ofSeconds(SOAK ? 60 : 2);
    private static final Duration PAUSE = SOAK ? Duration.ofSeconds(300) : LEASE.multipliedBy(2);
    private static final int MESSAGES = SOAK ? 200 : 15;
    /** Deliveries of a target in flight at once. */
    private static final int CONCURRENCY = 4;

    /** So few that there is room to claim more beside them. */
    private static final int FEW = 2 * CONCURRENCY;

    @TempDir
    Path folder;

    private final WebhookSink sink = new WebhookSink();
    private final CountDownLatch answers = new CountDownLatch(1);
    /** How often each message came, answered or not. */
    private final Map<String, Integer> arrived = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        answers.countDown();
        sink.close();
    }

    @Test
    void aGatewayThatWasStoppedForLongerThanItsLeaseSendsNothingTwice() throws Exception {
        sink.answering(call -> {
            arrived.merge(call.id(), 1, Integer::sum);
            return held();
        });
        BridgedGateway gateway = gateway();
        try (GatewayProcess process = gateway.serve()) {
            sendAll(gateway, process, FEW);
            await().until(() -> arrived.size() == CONCURRENCY);

            signal(process, "STOP");
            await().pollDelay(PAUSE).atMost(PAUSE.plusMinutes(1)).until(process::isAlive);
            signal(process, "CONT");

            await().during(LEASE)
                    .atMost(LEASE.plusMinutes(1))
                    .until(() -> arrived.size() == CONCURRENCY
                            && arrived.values().stream().allMatch(times -> times == 1));
            answers.countDown();
            await().atMost(LEASE.plusMinutes(1)).until(() -> arrived.size() == FEW);
            BridgedGateway.awaitDelivered(process, FEW);
            assertThat(arrived.values()).containsOnly(1);
            process.kill();
        }
    }

    @Test
    void ofTwoGatewaysTheOneThatWasStoppedLeavesToTheOtherWhatThatDelivered() throws Exception {
        Optional<PostgresServer> installed = PostgresServer.startDurable();
        assumeThat(installed).as("PostgreSQL is installed").isPresent();
        try (PostgresServer server = installed.get()) {
            BridgedGateway gateway = gateway()
                    .setting("openfuse.queue.url", server.url())
                    .setting("openfuse.queue.user", server.user())
                    .setting("openfuse.queue.password", server.password());
            CountDownLatch begun = new CountDownLatch(CONCURRENCY);
            sink.answering(call -> {
                arrived.merge(call.id(), 1, Integer::sum);
                boolean first = begun.getCount() > 0;
                begun.countDown();
                return first ? held() : 200;
            });
            Path other = copy(gateway.store(), folder.resolve("other"));
            try (GatewayProcess stopped = gateway.serve()) {
                sendAll(gateway, stopped, MESSAGES);
                assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
                signal(stopped, "STOP");
                try (GatewayProcess second = GatewayProcess.serve(other, gateway.settings())) {
                    await().atMost(LEASE.multipliedBy(2).plusMinutes(1)).until(() -> arrived.size() == MESSAGES);
                    BridgedGateway.awaitDelivered(second, MESSAGES);
                    signal(stopped, "CONT");
                    answers.countDown();

                    BridgedGateway.awaitDelivered(stopped, CONCURRENCY);
                    BridgedGateway.awaitLine(stopped, "another process took it over");
                    await().during(LEASE)
                            .atMost(LEASE.plusMinutes(1))
                            .until(() -> arrived.values().stream()
                                            .mapToInt(times -> times)
                                            .sum()
                                    == MESSAGES + CONCURRENCY);
                    assertThat(arrived.values().stream().filter(times -> times > 1))
                            .hasSize(CONCURRENCY)
                            .containsOnly(2);
                    second.kill();
                }
                stopped.kill();
            }
        }
    }

    private BridgedGateway gateway() throws Exception {
        BridgedGateway gateway = new BridgedGateway(folder)
                .bridge(
                        "ops",
                        "to=webhook",
                        "url=" + sink.url(),
                        "allow-private=127.0.0.1",
                        "order=none",
                        "timeout=1h");
        Path routes = Files.createDirectories(folder.resolve("routes"));
        String shipped = Files.readString(Path.of("routes/webhook.yaml"));
        String order = "        order: \"{{order}}\"\n";
        assertThat(shipped).contains(order);
        Files.writeString(
                routes.resolve("webhook.yaml"),
                shipped.replace(order, order + "        lease: " + LEASE.toSeconds() + "s\n"));
        return gateway.setting("openfuse.routes", routes.toString());
    }

    private static void sendAll(BridgedGateway gateway, GatewayProcess process, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            gateway.send(process, "message " + i);
        }
    }

    private int held() {
        try {
            return answers.await(20, TimeUnit.MINUTES) ? 200 : 500;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 500;
        }
    }

    private static void signal(GatewayProcess process, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
