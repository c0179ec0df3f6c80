package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.message.MessageJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings are edited while messages pass: what is not touched is not disturbed. */
class BridgeChangesIT {
    private static final int MESSAGES = Boolean.getBoolean("soak") ? 10_000 : 1_000;

    @TempDir
    Path folder;

    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void aBridgeIsAddedChangedAndRemovedWhileMessagesPass() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        try (WebhookSink steady = new WebhookSink();
                WebhookSink before = new WebhookSink();
                WebhookSink after = new WebhookSink()) {
            Map<String, String> settings = new HashMap<>(bridge("steady", steady));
            Path file = folder.resolve("application.properties");
            GatewayProcess.settings(file, settings);
            try (GatewayProcess process = GatewayProcess.serve(gateway.store().root(), file)) {
                send(process, alice, gateway, MESSAGES / 4);

                settings.putAll(bridge("changing", before));
                edit(process, file, settings, "added");
                int added = sent.get();
                send(process, alice, gateway, MESSAGES / 4);

                settings.putAll(bridge("changing", after));
                edit(process, file, settings, "changed");
                send(process, alice, gateway, MESSAGES / 4);
                int removed = sent.get();
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(texts(before, after)).containsAll(numbers(added, removed)));

                settings.keySet().removeIf(key -> key.startsWith("openfuse.bridge.changing."));
                edit(process, file, settings, "removed");
                send(process, alice, gateway, MESSAGES - removed);

                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(steady.calls()).hasSizeGreaterThanOrEqualTo(MESSAGES));
                assertThat(steady.calls())
                        .extracting(WebhookSink.Call::text)
                        .containsExactlyElementsOf(numbers(0, MESSAGES));
                assertThat(texts(before, after)).containsExactlyInAnyOrderElementsOf(numbers(added, removed));
                assertThat(before.calls()).isNotEmpty();
                assertThat(after.calls()).isNotEmpty();
            }
        }
    }

    @Test
    void aBadEditKeepsTheOldStateAndSaysSo() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        try (WebhookSink sink = new WebhookSink()) {
            Map<String, String> settings = new HashMap<>(bridge("steady", sink));
            Path file = folder.resolve("application.properties");
            GatewayProcess.settings(file, settings);
            try (GatewayProcess process = GatewayProcess.serve(gateway.store().root(), file)) {
                settings.put("openfuse.bridge.steady.acept", "any");
                GatewayProcess.settings(file, settings);
                await().untilAsserted(() -> assertThat(process.output())
                        .anyMatch(line -> line.contains("openfuse.bridge.steady.acept") && line.contains("accept")));
                send(process, alice, gateway, 1);
                await().untilAsserted(() -> assertThat(sink.calls()).hasSize(1));
            }
        }
    }

    private void send(GatewayProcess process, TestAgent alice, TestAgent gateway, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            byte[] message = MessageJson.write(alice.sealTo(gateway, "message " + sent.getAndIncrement()));
            assertThat(process.post("/inbox", message).statusCode()).isEqualTo(201);
        }
    }

    /** Writes the settings and waits until the gateway says that it applied them. */
    private static void edit(GatewayProcess process, Path file, Map<String, String> settings, String what)
            throws Exception {
        GatewayProcess.settings(file, settings);
        await().untilAsserted(() ->
                assertThat(process.output()).anyMatch(line -> line.contains("bridge changing") && line.contains(what)));
    }

    private static Map<String, String> bridge(String name, WebhookSink sink) {
        String prefix = "openfuse.bridge." + name + '.';
        return Map.of(
                prefix + "to", "webhook",
                prefix + "url", sink.url(),
                prefix + "allow-private", "127.0.0.1");
    }

    private static List<String> texts(WebhookSink... sinks) {
        return java.util.Arrays.stream(sinks)
                .flatMap(s -> s.calls().stream())
                .map(WebhookSink.Call::text)
                .toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "message " + i).collect(Collectors.toList());
    }
}
