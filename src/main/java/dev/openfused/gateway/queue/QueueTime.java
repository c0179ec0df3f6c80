package dev.openfused.gateway.queue;

import java.sql.SQLException;

/**
 * The time by which due times, leases and pauses are compared. A wall clock can be set at any moment, by a day or by years;
 * a lease of a minute lasts a minute all the same, and so does a wait.
 */
interface QueueTime {
    /** A difference that clocks may come to by being slowed or sped up, in milliseconds; what is larger is a step. */
    long LARGEST_SLEW = 1_000;

    /** Milliseconds since 1970, for the session's transaction. */
    long millis(Session session) throws SQLException;

    /**
     * Brings the times of what is on its way in line with a clock that was set since. Cheap unless one was; done before each
     * claim.
     *
     * @param longestPause the longest that a target is left alone, in milliseconds
     */
    void settle(Database database, long longestPause);

    /**
     * For who meets times that lie in the future, as the clock went back when nobody looked: every wait begins anew, since how
     * much of it is over is not known. Done twice, it changes nothing the second time, so that several processes may do it.
     */
    static void restartWaits(Session session, long now, long longestPause) throws SQLException {
        session.update("""
            UPDATE delivery
            SET due = ? + (due - changed), changed = ?, created = CASE WHEN created > ? THEN ? ELSE created END
            WHERE due IS NOT NULL AND changed > ?
            """, now, now, now, now, now + LARGEST_SLEW);
        session.update(
                "UPDATE breaker SET paused_until = ? WHERE paused_until > ?", now + longestPause, now + longestPause);
    }
}
