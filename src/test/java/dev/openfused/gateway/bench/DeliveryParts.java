package dev.openfused.gateway.bench;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.Order;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The steps from a dropped file to a called webhook, each alone, one after the other, nothing else going on: the file
 * system's event, dispatch, claim, opening, a POST to the same far end.
 */
final class DeliveryParts {
    private static final int TIMES = 200;
    private static final Target TARGET = Target.bridge("ops");

    private final Map<String, Latencies> steps = new LinkedHashMap<>();

    /** Measures them. */
    static DeliveryParts measure(Ground ground, WebhookBridge bridge) throws Exception {
        TestAgent alice = ground.agent("parts-alice");
        TestAgent own = ground.agent("parts-own").knows(alice, true);
        byte[] envelope = MessageJson.write(alice.sealTo(own, "the build is green"));
        DeliveryParts parts = new DeliveryParts();
        parts.event(ground, envelope);
        parts.queue(ground, envelope);
        MessageOpener opener = new MessageOpener(
                new MessageVerifier(SignatureEngine.best()),
                own.store().mesh().read().keyring(),
                own.keys());
        parts.steps.put("open", Latencies.measure(TIMES, () -> opener.open("m.json", envelope)));
        parts.post(bridge.url());
        return parts;
    }

    private void event(Ground ground, byte[] envelope) throws Exception {
        Path folder = Files.createDirectory(ground.folder().resolve("parts-events"));
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            AtomicInteger number = new AtomicInteger();
            steps.put("file event", Latencies.measure(TIMES, () -> {
                Path file = Files.write(ground.folder().resolve("parts-event.json"), envelope);
                Files.move(file, folder.resolve(number.getAndIncrement() + ".json"), StandardCopyOption.ATOMIC_MOVE);
                WatchKey key = watch.take();
                key.pollEvents();
                return key.reset();
            }));
        }
    }

    private void queue(Ground ground, byte[] envelope) throws Exception {
        Path file = ground.folder().resolve("parts.db");
        try (DeliveryQueue queue = DeliveryQueues.sqlite(file, Clock.systemUTC(), QueueOptions.DEFAULT)) {
            AtomicInteger number = new AtomicInteger();
            steps.put("dispatch", Latencies.measure(TIMES, () -> {
                int n = number.getAndIncrement();
                return queue.dispatch(
                        new SeenFile("inbox", n + ".json", Ids.numbered(n), "alice", null, List.of(TARGET)), envelope);
            }));
            steps.put(
                    "claim", Latencies.measure(TIMES, () -> queue.claim(TARGET, Order.NONE, 1, Duration.ofMinutes(1))));
        }
    }

    private void post(String url) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"one of the parts\"}"))
                .build();
        steps.put(
                "webhook call",
                Latencies.measure(TIMES, () -> client.send(request, HttpResponse.BodyHandlers.discarding())));
    }

    /** All of them together, in milliseconds; of the high ones too much, as they don't all fall on one message. */
    double millis(int hundredths) {
        return steps.values().stream()
                .mapToDouble(step -> step.millis(hundredths))
                .sum();
    }

    String text(int hundredths) {
        return steps.entrySet().stream()
                .map(step -> String.format(
                        Locale.ROOT,
                        "%s %.2f ms",
                        step.getKey(),
                        step.getValue().millis(hundredths)))
                .collect(Collectors.joining(", ", "p" + hundredths + " of each part: ", ""));
    }
}
