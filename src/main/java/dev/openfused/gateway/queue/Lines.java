package dev.openfused.gateway.queue;

import java.sql.SQLException;
import java.util.List;

/**
 * The lines in which deliveries of one sender stand before one target. The first on its way is the line's head and is
 * marked as such; under {@link Order#SENDER} only heads are claimed.
 */
final class Lines {
    private final Dialect dialect;

    Lines(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Keeps others from changing who stands in a line. Several lines are locked in the order of target, then sender. */
    void lock(Session session, String target, String sender) throws SQLException {
        dialect.lock(session, target + '\n' + sender);
    }

    /** Marks the head anew after someone joined or left a locked line. */
    void settle(Session session, String target, String sender) throws SQLException {
        List<Place> front = session.list("""
                SELECT key, head FROM delivery
                WHERE target = ? AND sender = ? AND due IS NOT NULL
                ORDER BY key LIMIT 2
                """, row -> new Place(row.getLong(1), row.getInt(2) == 1), target, sender);
        for (int i = 0; i < front.size(); i++) {
            boolean first = i == 0;
            if (front.get(i).head() != first) {
                session.update(
                        "UPDATE delivery SET head = ? WHERE key = ?",
                        first ? 1 : 0,
                        front.get(i).key());
            }
        }
    }

    private record Place(long key, boolean head) {}
}
