package dev.openfused.gateway.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Beats at a steady pace from now on; a late beat does not shift the later ones. */
final class Pace {
    private final long period;
    private long next = System.nanoTime();

    Pace(Duration period) {
        this.period = period.toNanos();
    }

    /**
     * Waits for the next beat.
     *
     * @return when it was due, on the scale of {@link System#nanoTime()}
     * @throws InterruptedException if the measurement was broken off
     */
    long await() throws InterruptedException {
        next += period;
        for (long rest = next - System.nanoTime(); rest > 0; rest = next - System.nanoTime()) {
            LockSupport.parkNanos(rest);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return next;
    }
}
