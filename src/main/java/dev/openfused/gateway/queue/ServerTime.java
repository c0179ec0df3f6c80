package dev.openfused.gateway.queue;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database server's time, which all processes share: none of their own clocks matters. It is read every few seconds,
 * and at once when wall clock and monotonic clock diverge, as then one was set or the machine slept. In between the
 * monotonic clock counts on.
 */
final class ServerTime implements QueueTime {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTime.class);
    private static final long ASKED_EVERY = Duration.ofSeconds(10).toMillis();
    /** Of one look: an answer that took long says little about what time it is now. */
    private static final int MOST_READINGS = 3;

    private final Reading server;
    private final Clock wall;
    private final LongSupplier nanos;
    private volatile @Nullable Asked last;
    /** Whether there may be times that lie in the future: at first, and when the server's clock went back. */
    private volatile boolean toRestart = true;

    /** Asks the server. */
    @FunctionalInterface
    interface Reading {
        long millis(Session session) throws SQLException;
    }

    /**
     * @param at when, by the monotonic clock, in milliseconds
     * @param ahead how far the server was ahead of it
     * @param wallAhead how far our wall clock was
     */
    private record Asked(long at, long ahead, long wallAhead) {}

    /**
     * @param server says what time it is there
     * @param wall our own time of day; only watched for steps
     * @param nanos counts nanoseconds from any origin and can't be set, as {@link System#nanoTime}
     */
    ServerTime(Reading server, Clock wall, LongSupplier nanos) {
        this.server = server;
        this.wall = wall;
        this.nanos = nanos;
    }

    /** By the clock of PostgreSQL. */
    static ServerTime ofPostgres(Clock wall) {
        return new ServerTime(
                session -> session.number("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
                        .orElseThrow(),
                wall,
                System::nanoTime);
    }

    @Override
    public long millis(Session session) throws SQLException {
        Asked known = last;
        if (known == null || isStale(known)) {
            known = ask(session, known);
            last = known;
        }
        return monotonic() + known.ahead();
    }

    private boolean isStale(Asked known) {
        long now = monotonic();
        return now - known.at() >= ASKED_EVERY || Math.abs(wall.millis() - now - known.wallAhead()) > LARGEST_SLEW;
    }

    private Asked ask(Session session, @Nullable Asked before) throws SQLException {
        long begun;
        long theirs;
        long now;
        int times = 0;
        do {
            begun = monotonic();
            theirs = server.millis(session);
            now = monotonic();
            times++;
        } while (now - begun > LARGEST_SLEW && times < MOST_READINGS);
        // Counted from after the answer: a time that is behind by a stall takes no live lease of another process.
        Asked asked = new Asked(now, theirs - now, wall.millis() - now);
        if (before != null && theirs - begun < before.ahead() - LARGEST_SLEW) {
            toRestart = true;
            LOG.warn("the clock of the queue's database server was set back; waits of deliveries start again");
        }
        return asked;
    }

    @Override
    public synchronized void settle(Database database, long longestPause) {
        Asked known = last;
        if (!toRestart && known != null && !isStale(known)) {
            return;
        }
        boolean restarted = database.write(session -> {
            long now = millis(session);
            boolean restarts = toRestart;
            if (restarts) {
                QueueTime.restartWaits(session, now, longestPause);
            }
            return restarts;
        });
        if (restarted) {
            toRestart = false;
        }
    }

    private long monotonic() {
        return Duration.ofNanos(nanos.getAsLong()).toMillis();
    }
}
