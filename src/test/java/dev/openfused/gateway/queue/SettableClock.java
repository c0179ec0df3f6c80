package dev.openfused.gateway.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A wall clock and a monotonic one that stand still until told otherwise. */
final class SettableClock extends Clock {
    private final AtomicLong wallMillis =
            new AtomicLong(Instant.parse("2026-11-23T08:00:00Z").toEpochMilli());
    private final AtomicLong nanos = new AtomicLong(42);

    /** Time passes. */
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        set(time);
    }

    /** Someone sets the wall clock. */
    void set(Duration by) {
        wallMillis.addAndGet(by.toMillis());
    }

    long nanos() {
        return nanos.get();
    }

    @Override
    public long millis() {
        return wallMillis.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
