package dev.openfused.gateway.queue;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Leaves a target alone that fails again and again, then lets one delivery through at a time until one succeeds. Kept in
 * the database, so that all processes spare the target, and a retry on the command line reaches the one that serves.
 */
final class CircuitBreaker {
    private final QueueTime time;
    private final BreakerPolicy policy;

    CircuitBreaker(QueueTime time, BreakerPolicy policy) {
        this.time = time;
        this.policy = policy;
    }

    /** A target's circuit: until when it is paused, in epoch milliseconds, if it is open. */
    Optional<Long> pausedUntil(Session session, Target target) throws SQLException {
        return session.number(
                "SELECT paused_until FROM breaker WHERE target = ? AND failures >= ?",
                target.value(),
                policy.failures());
    }

    /**
     * Takes the one try that an open circuit allows after its pause.
     *
     * @param until when others may take one, if nothing is heard of this one
     * @return false if another process took it
     */
    boolean takeProbe(Session session, Target target, String token, long until) throws SQLException {
        return session.update(
                        "UPDATE breaker SET probe = ?, paused_until = ? WHERE target = ? AND paused_until <= ?",
                        token,
                        until,
                        target.value(),
                        time.millis(session))
                == 1;
    }

    /** A delivery got through; true if earlier ones had failed, so that others may go now. */
    boolean succeeded(Session session, Target target) throws SQLException {
        return session.update("DELETE FROM breaker WHERE target = ?", target.value()) > 0;
    }

    /** A delivery failed. What was under way when the circuit opened doesn't count again: only the probe lengthens the pause. */
    void failed(Session session, Target target, String token) throws SQLException {
        Optional<Long> failures = session.number("""
            INSERT INTO breaker (target, failures, paused_until) VALUES (?, 1, 0)
            ON CONFLICT (target) DO UPDATE SET failures = breaker.failures + 1
            WHERE breaker.failures < ? OR breaker.probe = ?
            RETURNING failures
            """, target.value(), policy.failures(), token);
        int failed = failures.orElse(0L).intValue();
        if (failed >= policy.failures()) {
            session.update(
                    "UPDATE breaker SET probe = NULL, paused_until = ? WHERE target = ?",
                    time.millis(session) + policy.pauseMillis(failed),
                    target.value());
        }
    }

    /** Nobody is at work: whoever was the probe of a target is not heard of any more, and another may go. */
    void freeProbes(Session session) throws SQLException {
        session.update(
                "UPDATE breaker SET probe = NULL, paused_until = ? WHERE probe IS NOT NULL", time.millis(session));
    }

    /** A delivery ended without a word about the target: if it was the probe, another may go. */
    void undecided(Session session, Target target, String token) throws SQLException {
        session.update(
                "UPDATE breaker SET probe = NULL, paused_until = ? WHERE target = ? AND probe = ?",
                time.millis(session),
                target.value(),
                token);
    }
}
