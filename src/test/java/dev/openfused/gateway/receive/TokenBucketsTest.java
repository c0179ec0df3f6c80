package dev.openfused.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.settings.Rate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Where a clock of nanoseconds stands means nothing; it may be about to overflow. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void aBurstOfTheFullCountPassesAndTheNextOneIsToldHowLongToWait() {
        TokenBuckets<String> buckets = buckets(3, Duration.ofMinutes(1));

        takeAll(buckets, "alice", 3);
        assertThat(buckets.take("alice")).isEqualTo(Duration.ofSeconds(20));
        pass(Duration.ofSeconds(5));
        assertThat(buckets.take("alice")).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void tokensComeBackEvenlyAndNeverMoreThanTheBucketHolds() {
        TokenBuckets<String> buckets = buckets(2, SECOND);
        takeAll(buckets, "alice", 2);

        pass(Duration.ofMillis(500));
        takeAll(buckets, "alice", 1);
        assertThat(buckets.take("alice")).isPositive();

        pass(Duration.ofDays(365));
        takeAll(buckets, "alice", 2);
        assertThat(buckets.take("alice")).isPositive();
    }

    @Test
    void nobodyUsesUpWhatIsAnothers() {
        TokenBuckets<String> buckets = buckets(1, SECOND);

        takeAll(buckets, "alice", 1);
        assertThat(buckets.take("alice")).isPositive();

        assertThat(buckets.take("bob")).isZero();
    }

    @Test
    void waitingAsToldIsEnoughAndToAskMeanwhileCostsNothing() {
        TokenBuckets<String> buckets = buckets(7, SECOND);
        takeAll(buckets, "alice", 7);

        Duration wait = buckets.take("alice");
        IntStream.range(0, 100).forEach(i -> assertThat(buckets.take("alice")).isEqualTo(wait));
        pass(wait.minusNanos(1));
        assertThat(buckets.take("alice")).isPositive();
        pass(Duration.ofNanos(1));

        assertThat(buckets.take("alice")).isZero();
    }

    @Test
    void aBucketThatIsFullAgainIsForgotten() {
        TokenBuckets<Integer> buckets = new TokenBuckets<>(new Rate(10, SECOND), nanos::get);
        IntStream.range(0, 1000).forEach(buckets::take);
        assertThat(buckets.size()).isEqualTo(1000);

        pass(Duration.ofMillis(100));
        buckets.take(1000);

        assertThat(buckets.size()).isEqualTo(1);
    }

    @Test
    void howeverManyComeMemoryIsBoundedAndWhoKeepsComingIsRemembered() {
        TokenBuckets<Integer> buckets = new TokenBuckets<>(new Rate(1, Duration.ofHours(1)), 100, nanos::get);
        assertThat(buckets.take(-1)).isZero();

        for (int key = 0; key < 50_000; key++) {
            assertThat(buckets.take(key)).isZero();
            assertThat(buckets.take(-1)).isPositive();
            assertThat(buckets.size()).isLessThanOrEqualTo(100);
        }

        assertThat(buckets.take(49_999)).isPositive();
        assertThat(buckets.take(0)).as("not seen for the longest time").isZero();
    }

    @Test
    void aFullBucketIsForgottenBeforeOneThatWasNotAskedForALongerTime() {
        TokenBuckets<String> buckets = new TokenBuckets<>(new Rate(10, SECOND), 2, nanos::get);
        takeAll(buckets, "empty", 10);
        takeAll(buckets, "nearly full", 1);
        pass(Duration.ofMillis(100));

        takeAll(buckets, "new", 1);

        assertThat(buckets.size()).isEqualTo(2);
        takeAll(buckets, "empty", 1);
        assertThat(buckets.take("empty")).isPositive();
    }

    @Test
    void manyThreadsTogetherGetAsManyTokensAsThereAre() throws Exception {
        TokenBuckets<String> buckets = buckets(500, Duration.ofHours(1));
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> takes = IntStream.range(0, 4000)
                    .mapToObj(i -> (Callable<Boolean>)
                            () -> buckets.take(i % 2 == 0 ? "alice" : "bob").isZero())
                    .toList();
            int taken = 0;
            for (Future<Boolean> take : pool.invokeAll(takes)) {
                taken += take.get() ? 1 : 0;
            }

            assertThat(taken).isEqualTo(2 * 500);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Compared with buckets of which none is ever forgotten. */
    @Property
    void eachGetsTheBucketAndWhatCameBackSinceWhoeverElseCalls(
            @ForAll @IntRange(min = 1, max = 20) int count,
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 400) Integer> pauses) {
        TokenBuckets<Integer> buckets = new TokenBuckets<>(new Rate(count, SECOND), nanos::get);
        Map<Integer, Double> tokens = new HashMap<>();
        for (int millis : pauses) {
            pass(Duration.ofMillis(millis));
            tokens.replaceAll((key, left) -> Math.min(count, left + millis * count / 1000.0));
            int key = millis % 3;
            double left = tokens.getOrDefault(key, (double) count);
            boolean taken = buckets.take(key).isZero();

            if (Math.abs(left - 1) > 1e-6) { // a token that comes back at this very moment may be rounded either way
                assertThat(taken).isEqualTo(left > 1);
            }
            tokens.put(key, taken ? left - 1 : left);
        }
    }

    private TokenBuckets<String> buckets(int count, Duration per) {
        return new TokenBuckets<>(new Rate(count, per), nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static void takeAll(TokenBuckets<String> buckets, String key, int tokens) {
        for (int i = 0; i < tokens; i++) {
            assertThat(buckets.take(key)).isZero();
        }
    }
}
