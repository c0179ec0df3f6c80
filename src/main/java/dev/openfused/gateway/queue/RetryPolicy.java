package dev.openfused.gateway.queue;

import java.time.Duration;

/**
 * How often a delivery is tried and how far apart: exponential back-off with jitter.
 *
 * @param attempts how often at most; 0 is without limit
 * @param first wait before the second try, doubled each time
 * @param longest longest wait between two tries
 */
public record RetryPolicy(int attempts, Duration first, Duration longest) {
    /** About two days: 1 s, 2 s, 4 s … 30 minutes, 100 tries. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(100, Duration.ofSeconds(1), Duration.ofMinutes(30));
}
