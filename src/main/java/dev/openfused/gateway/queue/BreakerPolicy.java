package dev.openfused.gateway.queue;

import java.time.Duration;

/**
 * When a target counts as broken, and how long it is then left alone. After the pause one delivery is tried; if it fails
 * too, the next pause is twice as long.
 *
 * @param failures failures in a row, over all deliveries of the target, that open its circuit; at least 1
 * @param first first pause
 * @param longest longest pause
 */
public record BreakerPolicy(int failures, Duration first, Duration longest) {
    /** Five failures in a row; pauses of 2 s, 4 s, 8 s … 5 minutes. */
    public static final BreakerPolicy DEFAULT = new BreakerPolicy(5, Duration.ofSeconds(2), Duration.ofMinutes(5));

    /**
     * Checks the figures.
     *
     * @param failures 1 or more
     * @param first a millisecond or more
     * @param longest no shorter than the first
     * @throws IllegalArgumentException if one makes no sense
     */
    public BreakerPolicy {
        if (failures < 1) {
            throw new IllegalArgumentException("a circuit opens after one failure at least");
        }
        BackOff.check(first, longest);
    }

    /** The pause after so many failures in a row, in milliseconds. */
    long pauseMillis(int failed) {
        return BackOff.millis(first, longest, failed - failures);
    }
}
