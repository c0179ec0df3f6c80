package dev.openfused.gateway.queue;

import dev.openfused.gateway.queue.Delivery.State;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What becomes of a claim. A claim that another process took since changes nothing, except that what was sent is done. */
final class Outcomes {
    private final Database database;
    private final Lines lines;
    private final CircuitBreaker breaker;
    private final QueueTime time;
    private final Clock clock;

    Outcomes(Database database, Lines lines, CircuitBreaker breaker, QueueTime time, Clock clock) {
        this.database = database;
        this.lines = lines;
        this.breaker = breaker;
        this.time = time;
        this.clock = clock;
    }

    boolean renew(Claim claim, Duration lease) {
        return database.write(session -> session.update(
                        "UPDATE delivery SET due = ? WHERE key = ? AND token = ?",
                        time.millis(session) + lease.toMillis(),
                        claim.delivery().key(),
                        claim.token())
                == 1);
    }

    void partSent(Claim claim, int part, String remoteId) {
        long key = claim.delivery().key();
        database.write(session -> {
            int live = session.update("UPDATE delivery SET partly = 1 WHERE key = ? AND token = ?", key, claim.token());
            if (live == 1) {
                session.update("""
                    INSERT INTO part (delivery, part, remote_id) VALUES (?, ?, ?)
                    ON CONFLICT (delivery, part) DO NOTHING
                    """, key, part, remoteId);
            }
            return live;
        });
    }

    /** True if the target had failed before, so that others may go now. */
    boolean done(Session session, Claim claim, @Nullable String remoteId) throws SQLException {
        lines.leave(
                session,
                claim.delivery(),
                """
                UPDATE delivery
                SET state = 'DONE', due = NULL, head = 0, token = NULL, remote_id = ?, reason = NULL, changed = ?
                WHERE key = ? AND state <> 'DONE'
                """,
                remoteId,
                time.millis(session),
                claim.delivery().key());
        return breaker.succeeded(session, claim.delivery().target());
    }

    boolean later(Claim claim, String why, @Nullable Instant notBefore, RetryPolicy policy) {
        int tried = claim.delivery().attempts();
        boolean exhausted = policy.exhausted(tried);
        long wait = waitMillis(tried, notBefore, policy);
        return database.write(session -> {
            boolean live = exhausted ? end(session, claim, State.DEAD, why) : putOff(session, claim, wait, why);
            if (live) {
                breaker.failed(session, claim.delivery().target(), claim.token());
            }
            return live;
        });
    }

    private long waitMillis(int tried, @Nullable Instant notBefore, RetryPolicy policy) {
        long backedOff = policy.waitMillis(tried, ThreadLocalRandom.current().nextDouble());
        if (notBefore == null) {
            return backedOff;
        }
        Instant now = clock.instant();
        Instant latest = now.plus(DeliveryQueue.LONGEST_RETRY_AFTER);
        return Math.max(
                backedOff,
                Duration.between(now, notBefore.isAfter(latest) ? latest : notBefore)
                        .plusNanos(999_999) // rather a part of a millisecond late than early
                        .toMillis());
    }

    private boolean putOff(Session session, Claim claim, long wait, String why) throws SQLException {
        long now = time.millis(session);
        return session.update("""
            UPDATE delivery SET state = 'WAITING', due = ?, token = NULL, reason = ?, changed = ?
            WHERE key = ? AND token = ?
            """, now + wait, why, now, claim.delivery().key(), claim.token()) == 1;
    }

    boolean release(Claim claim) {
        return database.write(session -> {
            long now = time.millis(session);
            int live = session.update("""
                UPDATE delivery SET state = 'PENDING', due = ?, token = NULL, attempts = attempts - 1, changed = ?
                WHERE key = ? AND token = ?
                """, now, now, claim.delivery().key(), claim.token());
            breaker.undecided(session, claim.delivery().target(), claim.token());
            return live == 1;
        });
    }

    /** Ends a claim that says nothing about the target: dead or dropped for what the message is. */
    boolean end(Claim claim, State state, String why) {
        return database.write(session -> {
            boolean live = end(session, claim, state, why);
            breaker.undecided(session, claim.delivery().target(), claim.token());
            return live;
        });
    }

    private boolean end(Session session, Claim claim, State state, String why) throws SQLException {
        return lines.leave(
                session,
                claim.delivery(),
                """
                UPDATE delivery SET state = ?, due = NULL, head = 0, token = NULL, reason = ?, changed = ?
                WHERE key = ? AND token = ?
                """,
                state.name(),
                why,
                time.millis(session),
                claim.delivery().key(),
                claim.token());
    }
}
