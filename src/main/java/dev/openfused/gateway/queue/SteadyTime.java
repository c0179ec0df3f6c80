package dev.openfused.gateway.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of a queue that one process delivers from: the wall clock, as long as it runs with the monotonic clock. When the
 * wall clock is set, this time first runs on as before, until the stored times of pending deliveries are moved by the same
 * step. So people read times that agree with the wall clock, and every wait keeps its length.
 */
final class SteadyTime implements QueueTime {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyTime.class);

    private final Clock wall;
    private final LongSupplier nanos;
    /** How far the queue's time is ahead of the monotonic clock, in milliseconds. */
    private volatile long ahead;

    private boolean begun;

    /**
     * @param wall tells the time of day
     * @param nanos counts nanoseconds from any origin and can't be set, as {@link System#nanoTime}
     */
    SteadyTime(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.ahead = wall.millis() - monotonic();
    }

    @Override
    public long millis(Session session) {
        long now = wall.millis();
        long steady = monotonic() + ahead;
        return Math.abs(now - steady) <= LARGEST_SLEW ? now : steady;
    }

    @Override
    public synchronized void settle(Database database, long longestPause) {
        if (!begun) {
            database.write(session -> {
                QueueTime.restartWaits(session, millis(session), longestPause);
                return true;
            });
            begun = true;
        }
        long before = ahead;
        long step = wall.millis() - (monotonic() + before);
        if (Math.abs(step) > LARGEST_SLEW) {
            move(database, before, step);
        }
    }

    private void move(Database database, long before, long step) {
        try {
            database.write(session -> {
                ahead = before + step; // here, as the changes after this one share its transaction
                session.update(
                        "UPDATE delivery SET due = due + ?, changed = changed + ?, created = created + ? WHERE due IS"
                                + " NOT NULL",
                        step,
                        step,
                        step);
                return session.update(
                        "UPDATE breaker SET paused_until = paused_until + ? WHERE paused_until > 0", step);
            });
        } catch (QueueException e) {
            ahead = before;
            throw e;
        }
        LOG.warn(
                "the wall clock was set {} by {} s; waits and leases of deliveries keep their length",
                step > 0 ? "ahead" : "back",
                Duration.ofMillis(Math.abs(step)).toSeconds());
    }

    private long monotonic() {
        return Duration.ofNanos(nanos.getAsLong()).toMillis();
    }
}
