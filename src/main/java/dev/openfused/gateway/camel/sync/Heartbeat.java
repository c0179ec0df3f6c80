package dev.openfused.gateway.camel.sync;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Detects by its silence that a timer has stopped working, such as when its thread died. Thread-safe. */
final class Heartbeat {
    /** So often in a row it is found silent: after a pause of the whole process the timer comes a moment later. */
    private static final int MOST_SILENT = 5;

    private final LongSupplier nanoTime;
    private long last;
    private int running;
    private int silent;

    Heartbeat(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    synchronized void begin() {
        running++;
    }

    synchronized void end() {
        running--;
        last = nanoTime.getAsLong();
    }

    /**
     * Asked at each look.
     *
     * @param patience how long it may be silent between two turns of work
     * @return false if it was silent for longer at several looks in a row
     */
    synchronized boolean isAlive(Duration patience) {
        boolean heard = running > 0 || nanoTime.getAsLong() - last < patience.toNanos();
        silent = heard ? 0 : silent + 1;
        return silent < MOST_SILENT;
    }
}
