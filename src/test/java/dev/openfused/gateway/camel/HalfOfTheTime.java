package dev.openfused.gateway.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.Delivery.State;
import dev.openfused.gateway.queue.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** A far end that fails half of the time gets each message all the same: none is lost, none comes out of order. */
public final class HalfOfTheTime {
    private static final int MESSAGES = Boolean.getBoolean("soak") ? 10_000 : 100;

    private final Random random;

    /** What becomes of a try. */
    public enum Fate {
        /** The far end has it, and says so. */
        TAKEN,
        /** The far end doesn't take it. */
        REFUSED,
        /** The far end has it, but the gateway doesn't learn so. */
        ANSWER_LOST
    }

    /** The same fates for the same seed. */
    public HalfOfTheTime(long seed) {
        random = new Random(seed);
    }

    /** The same settings, but one try soon after the other. */
    public static List<String> hurried(List<String> settings) {
        return settings.stream()
                .map(line ->
                        line.replaceFirst("(?<=retry-first=).*", "10ms").replaceFirst("(?<=retry-longest=).*", "20ms"))
                .toList();
    }

    /** Of two tries one is taken, and of those that are not, half have arrived. */
    public synchronized Fate fate() {
        if (random.nextBoolean()) {
            return Fate.TAKEN;
        }
        return random.nextBoolean() ? Fate.REFUSED : Fate.ANSWER_LOST;
    }

    /** Of two tries one fails. */
    public synchronized boolean fails() {
        return random.nextBoolean();
    }

    /** One of several, for a far end that has more ways to fail. */
    public synchronized <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /**
     * Sends messages through the bridge {@code ops}, and looks at what arrived when all are delivered.
     *
     * @param texts their texts, by arrival, without what the far end can tell to be the same message once more
     * @return how many tries it took
     */
    public static int eachArrivesInOrder(BridgeBench bench, Callable<List<String>> texts) throws Exception {
        return eachArrivesInOrder(bench, texts, () -> {});
    }

    /** The same, with something that goes on at the far end meanwhile. */
    public static int eachArrivesInOrder(BridgeBench bench, Callable<List<String>> texts, Runnable meanwhile)
            throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            bench.dispatch("ops", text(i));
            meanwhile.run();
        }
        Target ops = Target.bridge("ops");
        await().atMost(Duration.ofHours(1)).pollInterval(Duration.ofMillis(10)).until(() -> {
            meanwhile.run();
            return Set.of(State.DONE, State.DEAD)
                    .containsAll(bench.queue()
                            .counts()
                            .getOrDefault(ops, Map.of(State.PENDING, 1L))
                            .keySet());
        });
        assertThat(bench.queue().counts().get(ops)).isEqualTo(Map.of(State.DONE, (long) MESSAGES));
        assertThat(texts.call())
                .containsExactlyElementsOf(IntStream.range(0, MESSAGES)
                        .mapToObj(HalfOfTheTime::text)
                        .toList());
        return bench.queue().list(ops, Set.of(State.DONE), MESSAGES).stream()
                .mapToInt(Delivery::attempts)
                .sum();
    }

    /** How many tries there are at least when half of them fail, chance allowed for. */
    public static int manyTries() {
        return MESSAGES * 3 / 2;
    }

    private static String text(int number) {
        return "message number " + number;
    }
}
