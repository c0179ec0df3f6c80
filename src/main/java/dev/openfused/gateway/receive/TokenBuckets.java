package dev.openfused.gateway.receive;

import dev.openfused.gateway.settings.Rate;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * How often each of many may do something: everybody has a bucket of as many tokens as the {@link Rate} counts, each time
 * takes one, and they come back evenly, the whole bucket in the rate's time. So a burst of the full count passes, and
 * after it the rate.
 *
 * <pre>{@code
 * Duration wait = buckets.take(key);
 * if (!wait.isZero()) {
 *     // refuse, and say to come back after so long
 * }
 * }</pre>
 *
 * <p>Memory is bounded, whoever comes with however many keys: a bucket that is full again is forgotten, as a new one would
 * be the same; should there be too many all the same, the one goes that was asked for the longest time ago, and its owner
 * begins with a full one. Each call costs about the same; nothing is ever gone through as a whole. Safe for many threads.
 *
 * @param <K> whom a bucket belongs to, such as a key or an address; needs {@code equals} and {@code hashCode}
 */
public final class TokenBuckets<K> {
    /** How many buckets are remembered, unless one says otherwise: some 20 MB at most. */
    public static final int MOST_BUCKETS = 100_000;

    private final long perToken;
    private final long perBucket;
    private final int most;
    private final LongSupplier nanoTime;
    private final long start;

    /** The one that was not asked for the longest stands first. */
    private final Map<K, Bucket<K>> buckets = new LinkedHashMap<>(16, 0.75f, true);

    private final TreeSet<Bucket<K>> byFullness =
            new TreeSet<>(Comparator.<Bucket<K>>comparingLong(Bucket::fullAt).thenComparingLong(Bucket::number));
    private long taken;

    /** Each taken token makes a new one, with a number of its own. */
    private record Bucket<K>(K key, long fullAt, long number) {}

    /**
     * Full buckets for everybody, of which {@link #MOST_BUCKETS} are remembered.
     *
     * @param rate how often each may
     * @param nanoTime a clock that only goes forward, such as {@code System::nanoTime}
     */
    public TokenBuckets(Rate rate, LongSupplier nanoTime) {
        this(rate, MOST_BUCKETS, nanoTime);
    }

    /**
     * Full buckets for everybody.
     *
     * @param rate how often each may
     * @param most how many buckets are remembered at most, at least 1
     * @param nanoTime a clock that only goes forward, such as {@code System::nanoTime}
     */
    public TokenBuckets(Rate rate, int most, LongSupplier nanoTime) {
        this.perToken = Math.max(1, rate.per().toNanos() / rate.count());
        this.perBucket = perToken * rate.count();
        this.most = most;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /**
     * Takes a token, if there is one.
     *
     * @param key whose
     * @return zero if one was taken; else how long it is until there is one, and nothing was taken
     */
    public synchronized Duration take(K key) {
        long now = nanoTime.getAsLong() - start;
        forgetFull(now);
        Bucket<K> known = buckets.get(key);
        long fullAt = (known == null ? now : known.fullAt()) + perToken;
        long wait = fullAt - perBucket - now;
        if (wait > 0) {
            return Duration.ofNanos(wait);
        }
        if (known != null) {
            byFullness.remove(known);
        }
        Bucket<K> left = new Bucket<>(key, fullAt, taken++);
        buckets.put(key, left);
        byFullness.add(left);
        if (buckets.size() > most) {
            forget(buckets.values().iterator().next());
        }
        return Duration.ZERO;
    }

    /** How many buckets are remembered. */
    synchronized int size() {
        return buckets.size();
    }

    /** Each is forgotten once for each time it was made, so this costs no more than that did. */
    private void forgetFull(long now) {
        while (!byFullness.isEmpty() && byFullness.first().fullAt() <= now) {
            forget(byFullness.first());
        }
    }

    private void forget(Bucket<K> bucket) {
        byFullness.remove(bucket);
        buckets.remove(bucket.key());
    }
}
