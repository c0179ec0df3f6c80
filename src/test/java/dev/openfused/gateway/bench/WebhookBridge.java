package dev.openfused.gateway.bench;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.WebhookSink;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Both ends of a webhook bridge: messages are dropped into a gateway's inbox, and their calls arrive here. */
final class WebhookBridge implements AutoCloseable {
    /** Several, as the bridge keeps each sender's messages in order. */
    private static final int SENDERS = 8;

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** How a file gets into the inbox. */
    enum Door {
        /** Written in place, as {@code cp} does. */
        COPY,
        /** Whole at once, as the protocol asks. */
        RENAME
    }

    private final WebhookSink sink = new WebhookSink();
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final Path folder;
    private final TestAgent gateway;
    private final List<TestAgent> senders = new ArrayList<>();
    private int dropped;

    WebhookBridge(Ground ground, String name) throws StoreException {
        folder = ground.folder();
        gateway = ground.agent(name);
        for (int i = 0; i < SENDERS; i++) {
            TestAgent sender = ground.agent(name + "-sender-" + i);
            gateway.knows(sender, true);
            senders.add(sender);
        }
        sink.answering(call -> {
            arrivals.putIfAbsent(call.text(), System.nanoTime());
            return 200;
        });
    }

    TestAgent gateway() {
        return gateway;
    }

    String url() {
        return sink.url();
    }

    Map<String, String> settings() {
        return Map.of(
                "openfuse.bridge.ops.to", "webhook",
                "openfuse.bridge.ops.accept", "trusted",
                "openfuse.bridge.ops.url", sink.url(),
                "openfuse.bridge.ops.allow-private", "127.0.0.1");
    }

    /**
     * Drops messages at a steady pace and waits until all their calls have come.
     *
     * @return from the moment a file was due to the call
     */
    Latencies carry(int count, Duration every, Door door) throws IOException, InterruptedException {
        Path[] files = new Path[count];
        for (int i = 0; i < count; i++) {
            files[i] = sealed(dropped + i);
        }
        long[] due = new long[count];
        Pace pace = new Pace(every);
        for (int i = 0; i < count; i++) {
            due[i] = pace.await();
            drop(files[i], door);
        }
        awaitCalls(dropped, count);
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            nanos[i] = arrivals.getOrDefault(text(dropped + i), Long.MAX_VALUE) - due[i];
        }
        dropped += count;
        return Latencies.of(nanos);
    }

    private Path sealed(int number) throws IOException {
        TestAgent sender = senders.get(number % SENDERS);
        return Files.write(
                folder.resolve("message-%06d_from-%s.json".formatted(number, sender.name())),
                MessageJson.write(sender.sealTo(gateway, text(number))));
    }

    private void drop(Path file, Door door) throws IOException {
        Path target = gateway.store().inbox().directory().resolve(file.getFileName());
        switch (door) {
            case COPY -> Files.copy(file, target);
            case RENAME -> Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void awaitCalls(int first, int count) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        Pace pace = new Pace(LOOK_EVERY);
        for (int i = first; i < first + count; i++) {
            while (!arrivals.containsKey(text(i))) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("no webhook call for " + text(i));
                }
                pace.await();
            }
        }
    }

    private static String text(int number) {
        return "message " + number;
    }

    @Override
    public void close() {
        sink.close();
    }
}
