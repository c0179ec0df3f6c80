package dev.openfused.gateway.queue;

import java.time.Duration;

/** Waits that double up to a limit. */
final class BackOff {
    private BackOff() {}

    /** @throws IllegalArgumentException if the first wait is not positive, or longer than the longest */
    static void check(Duration first, Duration longest) {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the first wait must be at least a millisecond, and the longest no shorter than the first");
        }
    }

    /** The first wait doubled so many times, in milliseconds. */
    static long millis(Duration first, Duration longest, int doublings) {
        long limit = longest.toMillis();
        long wait = first.toMillis();
        for (int i = 0; i < doublings && wait < limit; i++) {
            wait *= 2;
        }
        return Math.min(wait, limit);
    }
}
