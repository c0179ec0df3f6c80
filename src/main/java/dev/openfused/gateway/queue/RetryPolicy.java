package dev.openfused.gateway.queue;

import java.time.Duration;

/**
 * How often a delivery is tried and how far apart: exponential back-off with jitter.
 *
 * @param attempts how often at most; 0 is without limit
 * @param first wait before the second try, doubled each time
 * @param longest longest wait between two tries, unless the far end asks for more
 */
public record RetryPolicy(int attempts, Duration first, Duration longest) {
    /** About two days: 1 s, 2 s, 4 s … 30 minutes, 100 tries. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(100, Duration.ofSeconds(1), Duration.ofMinutes(30));

    /** How much of a wait chance may take away, so that what failed together is not tried again together. */
    private static final double JITTER = 0.25;

    /**
     * Checks the figures.
     *
     * @param attempts 0 or more
     * @param first a millisecond or more
     * @param longest no shorter than the first
     * @throws IllegalArgumentException if one makes no sense
     */
    public RetryPolicy {
        if (attempts < 0) {
            throw new IllegalArgumentException("the number of tries can't be negative; 0 is without limit");
        }
        BackOff.check(first, longest);
    }

    /**
     * Whether no try is left.
     *
     * @param tried how often it was tried
     * @return true if it is dead
     */
    public boolean exhausted(int tried) {
        return attempts > 0 && tried >= attempts;
    }

    /**
     * The wait before the next try, in milliseconds.
     *
     * @param tried how often it was tried, from 1
     * @param chance from 0 to 1; 0 is the whole wait
     */
    long waitMillis(int tried, double chance) {
        return Math.round(BackOff.millis(first, longest, tried - 1) * (1 - JITTER * chance));
    }
}
