package dev.openfused.gateway.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What an operator changes by hand. */
final class Intervention {
    private final Database database;
    private final Lines lines;
    private final CircuitBreaker breaker;
    private final QueueTime time;

    Intervention(Database database, Lines lines, CircuitBreaker breaker, QueueTime time) {
        this.database = database;
        this.lines = lines;
        this.breaker = breaker;
        this.time = time;
    }

    /** Tries a delivery at once; says whose it is, if it is in a state to be tried. */
    Optional<Target> retry(long key) {
        return database.write(session -> {
            long now = time.millis(session);
            Optional<Place> place = session.first("""
                UPDATE delivery
                SET state = 'PENDING', attempts = 0, due = ?, reason = NULL, changed = ?
                WHERE key = ? AND state IN ('DEAD', 'DROPPED', 'WAITING')
                RETURNING target, sender
                """, Place::read, now, now, key);
            if (place.isPresent()) {
                breaker.succeeded(session, place.get().target());
            }
            return settled(session, place);
        });
    }

    /** Takes a delivery out; says whose it was, if it was in a state to be taken out. */
    Optional<Target> drop(long key, String why) {
        return database.write(session -> {
            long now = time.millis(session);
            Optional<Place> place = session.first("""
                UPDATE delivery
                SET state = 'DROPPED', due = NULL, head = 0, token = NULL, reason = ?, changed = ?
                WHERE key = ? AND state NOT IN ('DONE', 'DROPPED')
                RETURNING target, sender
                """, Place::read, why, now, key);
            return settled(session, place);
        });
    }

    private Optional<Target> settled(Session session, Optional<Place> place) throws SQLException {
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Target target = place.get().target();
        lines.lock(session, target.value(), place.get().sender());
        lines.settle(session, target.value(), place.get().sender());
        return Optional.of(target);
    }

    /** Takes out line after line, so that nobody waits for long, then the dead. */
    int dropAll(Target target, String why) {
        List<String> senders = database.read(session -> session.list(
                "SELECT DISTINCT sender FROM delivery WHERE target = ? AND due IS NOT NULL",
                row -> row.getString(1),
                target.value()));
        int dropped = 0;
        for (String sender : senders) {
            dropped += database.write(session -> {
                lines.lock(session, target.value(), sender);
                return drop(session, "due IS NOT NULL AND target = ? AND sender = ?", why, target.value(), sender);
            });
        }
        return dropped
                + database.write(session -> {
                    breaker.succeeded(session, target);
                    return drop(session, "state = ? AND target = ?", why, "DEAD", target.value());
                });
    }

    private int drop(Session session, String which, String why, String first, String second) throws SQLException {
        return session.update("""
            UPDATE delivery SET state = 'DROPPED', due = NULL, head = 0, token = NULL, reason = ?, changed = ?
            WHERE %s
            """.formatted(which), why, time.millis(session), first, second);
    }

    /** Where a delivery stands in line. */
    private record Place(Target target, String sender) {
        static Place read(ResultSet row) throws SQLException {
            return new Place(new Target(row.getString(1)), row.getString(2));
        }
    }
}
