package dev.openfused.gateway.queue;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * Keeps the head where it is, for someone who joins behind it; where there is none, keeps everybody else out. Most join
     * a line that has a head, and hinder nobody then.
     */
    void lockToJoin(Session session, String target, String sender) throws SQLException {
        if (hasHead(session, target, sender)) {
            dialect.lockShared(session, target + '\n' + sender);
            if (hasHead(session, target, sender)) {
                return;
            }
        }
        lock(session, target, sender);
    }

    private static boolean hasHead(Session session, String target, String sender) throws SQLException {
        return session.exists(
                "SELECT 1 FROM delivery WHERE target = ? AND sender = ? AND due IS NOT NULL AND head = 1 LIMIT 1",
                target,
                sender);
    }

    /**
     * Ends a delivery. Only one that is a head changes who stands in front, and needs the line to itself.
     *
     * @param change an UPDATE that takes the delivery out of its line; ends with a WHERE clause
     * @return false if the change applied to nothing
     */
    boolean leave(Session session, Delivery delivery, String change, @Nullable Object... values) throws SQLException {
        if (session.update(change + " AND head = 0", values) == 1) {
            return true;
        }
        String target = delivery.target().value();
        lock(session, target, delivery.sender());
        if (session.update(change, values) == 0) {
            return false;
        }
        settle(session, target, delivery.sender());
        return true;
    }

    /** Marks the head anew after someone joined or left a locked line. */
    void settle(Session session, String target, String sender) throws SQLException {
        boolean settled = false;
        while (!settled) {
            List<Place> front = session.list("""
                    SELECT key, head FROM delivery
                    WHERE target = ? AND sender = ? AND due IS NOT NULL
                    ORDER BY key LIMIT 2
                    """, row -> new Place(row.getLong(1), row.getInt(2) == 1), target, sender);
            settled = front.isEmpty() || mark(session, front.get(0), true);
            if (settled && front.size() > 1) {
                mark(session, front.get(1), false);
            }
        }
    }

    /** False if it left meanwhile: who is not a head may leave a locked line. */
    private static boolean mark(Session session, Place place, boolean head) throws SQLException {
        return place.head() == head
                || session.update(
                                "UPDATE delivery SET head = ? WHERE key = ? AND due IS NOT NULL",
                                head ? 1 : 0,
                                place.key())
                        == 1;
    }

    private record Place(long key, boolean head) {}
}
