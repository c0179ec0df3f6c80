package dev.openfused.gateway.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Compares the wall clock with the time this process runs (protocol section 11). Who can set the clock forward must not
 * make us forget what we know: replays would be new again.
 */
final class ClockWatch {
    private static final long LARGEST_DIFFERENCE = Duration.ofMinutes(1).toMillis();

    private final Clock wall;
    private final LongSupplier nanos;
    private final long started;

    /**
     * @param wall tells the time of day
     * @param nanos counts nanoseconds from any origin and can't be set, as {@link System#nanoTime}
     */
    ClockWatch(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.started = difference();
    }

    /** Whether the two agree, to a minute, since this process started. */
    boolean agrees() {
        return Math.abs(difference() - started) <= LARGEST_DIFFERENCE;
    }

    private long difference() {
        return wall.millis() - Duration.ofNanos(nanos.getAsLong()).toMillis();
    }
}
