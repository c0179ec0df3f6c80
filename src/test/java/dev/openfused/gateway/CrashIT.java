package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.store.Inbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments, while messages pour in and the far end fails now and then: nothing lost, nothing doubled. */
class CrashIT {
    private static final int ROUNDS = Boolean.getBoolean("soak") ? 200 : 10;
    private static final int SENDERS = 4;
    /** How long a live process has a delivery to itself. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Queue<SignedMessage> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();

    @Test
    void everyMessageAnswered201ArrivesOnceThroughAnyNumberOfKills() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        try (WebhookSink sink = new WebhookSink()) {
            sink.answering(call -> switch (ThreadLocalRandom.current().nextInt(10)) {
                case 0 -> 500;
                case 1 -> -1;
                default -> 200;
            });
            Path settings = GatewayProcess.settings(
                    folder.resolve("application.properties"),
                    Map.of(
                            "openfuse.bridge.ops.to", "webhook",
                            "openfuse.bridge.ops.url", sink.url(),
                            "openfuse.bridge.ops.allow-private", "127.0.0.1",
                            "openfuse.bridge.ops.order", "none",
                            "openfuse.bridge.ops.retry-first", "100ms",
                            "openfuse.bridge.ops.retry-longest", "1s"));
            for (int round = 0; round < ROUNDS; round++) {
                try (GatewayProcess process =
                        GatewayProcess.serveBriefly(gateway.store().root(), settings)) {
                    pourUntilKilled(process, alice, gateway);
                }
            }
            assertThat(accepted).as("messages that were answered 201").hasSizeGreaterThan(ROUNDS);

            try (GatewayProcess process = GatewayProcess.serve(gateway.store().root(), settings)) {
                await().atMost(Duration.ofMinutes(3))
                        .untilAsserted(() -> assertThat(delivered(sink)).containsAll(accepted));
                await().atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(underWay(gateway)).isZero());
                assertThat(process.isAlive()).isTrue();
            }
            sink.byId().forEach((id, calls) -> assertThat(calls.stream().map(WebhookSink.Call::idempotencyKey))
                    .as("idempotency keys of %s", id)
                    .containsOnly(calls.get(0).idempotencyKey()));
            assertThat(keysByText(sink).values())
                    .allSatisfy(keys -> assertThat(keys).hasSize(1));
            assertThat(messagesIn(gateway.store().inbox()))
                    .as("messages by inbox file, of which some were sent again as no answer had come")
                    .containsAll(accepted)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void whatWasUnderWayIsTriedAgainAsSoonAsTheGatewayIsBack() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        try (WebhookSink sink = new WebhookSink()) {
            sink.answering(call -> {
                called.countDown();
                awaitQuietly(hold);
                return -1;
            });
            Path settings = GatewayProcess.settings(
                    folder.resolve("application.properties"),
                    Map.of(
                            "openfuse.bridge.ops.to", "webhook",
                            "openfuse.bridge.ops.url", sink.url(),
                            "openfuse.bridge.ops.allow-private", "127.0.0.1"));
            try (GatewayProcess process =
                    GatewayProcess.serveBriefly(gateway.store().root(), settings)) {
                process.post("/inbox", MessageJson.write(alice.sealTo(gateway, "first")));
                process.post("/inbox", MessageJson.write(alice.sealTo(gateway, "second")));
                assertThat(called.await(45, TimeUnit.SECONDS)).isTrue();
                process.kill();
            }
            hold.countDown();
            sink.answering(call -> 200);
            try (GatewayProcess process =
                    GatewayProcess.serveBriefly(gateway.store().root(), settings)) {
                await().atMost(LEASE.dividedBy(2)).untilAsserted(() -> assertThat(sink.calls())
                        .extracting(WebhookSink.Call::text)
                        .containsExactly("first", "second"));
                assertThat(process.isAlive()).isTrue();
            }
        }
    }

    private void pourUntilKilled(GatewayProcess process, TestAgent alice, TestAgent gateway)
            throws InterruptedException {
        AtomicBoolean on = new AtomicBoolean(true);
        List<Thread> senders = IntStream.range(0, SENDERS)
                .mapToObj(i -> new Thread(() -> pour(process, alice, gateway, on)))
                .toList();
        senders.forEach(Thread::start);
        int before = accepted.size();
        int enough = 1 + ThreadLocalRandom.current().nextInt(200);
        await().pollInterval(Duration.ofMillis(2)).until(() -> accepted.size() - before >= enough);
        process.kill();
        on.set(false);
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void pour(GatewayProcess process, TestAgent alice, TestAgent gateway, AtomicBoolean on) {
        while (on.get()) {
            SignedMessage again = unanswered.poll();
            SignedMessage message =
                    again != null ? again : alice.sealTo(gateway, "message " + number.incrementAndGet());
            try {
                int status = process.post("/inbox", MessageJson.write(message)).statusCode();
                if (status == 201 || (again != null && status == 200)) {
                    accepted.add(verifier.verify(message).id().value());
                }
            } catch (IOException gone) {
                unanswered.add(message);
                return;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private List<String> messagesIn(Inbox inbox) throws Exception {
        List<String> ids = new ArrayList<>();
        try (Stream<String> names = inbox.names()) {
            for (String name : names.toList()) {
                byte[] content = inbox.read(name).orElseThrow();
                ids.add(verifier.verify(MessageJson.read(content)).id().value());
            }
        }
        return ids;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<String> delivered(WebhookSink sink) {
        return sink.byId().keySet();
    }

    private static Map<String, Set<String>> keysByText(WebhookSink sink) {
        Map<String, Set<String>> keys = new java.util.HashMap<>();
        for (WebhookSink.Call call : sink.calls()) {
            keys.computeIfAbsent(call.text(), text -> new HashSet<>()).add(call.idempotencyKey());
        }
        return keys;
    }

    private static int underWay(TestAgent gateway) throws IOException, InterruptedException {
        GatewayProcess.Result list = GatewayProcess.run(
                "queue", "list", "--json", "-d", gateway.store().root().toString());
        assertThat(list.status()).as(list.err()).isZero();
        int open = 0;
        for (var delivery : new ObjectMapper().readTree(list.out())) {
            if (!Set.of("done", "dropped").contains(delivery.path("state").asText())) {
                open++;
            }
        }
        return open;
    }
}
