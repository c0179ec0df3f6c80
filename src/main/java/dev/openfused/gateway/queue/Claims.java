package dev.openfused.gateway.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Who delivers what, and when there is something to deliver. Reads only rows that are due, or one that is next. */
final class Claims {
    /** The first on its way to a target; asked state by state, each a look at the start of an index. */
    private static final String FIRST_OF_ALL = """
            (SELECT min(first) FROM (
                SELECT min(key) AS first FROM delivery WHERE state = 'PENDING' AND target = ?
                UNION ALL SELECT min(key) FROM delivery WHERE state = 'CLAIMED' AND target = ?
                UNION ALL SELECT min(key) FROM delivery WHERE state = 'WAITING' AND target = ?) AS firsts)
            """;

    private final Database database;
    private final CircuitBreaker breaker;
    private final Clock clock;
    private final String claimant;
    private final AtomicLong count = new AtomicLong();

    Claims(Database database, CircuitBreaker breaker, Clock clock, String claimant) {
        this.database = database;
        this.breaker = breaker;
        this.clock = clock;
        this.claimant = claimant;
    }

    List<Claim> claim(Target target, Order order, int most, Duration lease) {
        String token = newToken();
        return database.write(session -> {
            long now = clock.millis();
            long until = now + lease.toMillis();
            Optional<Long> paused = breaker.pausedUntil(session, target);
            if (paused.isPresent() && paused.get() > now) {
                return List.of();
            }
            List<Long> due = due(session, target, order, now, paused.isPresent() ? 1 : most);
            if (paused.isPresent() && !due.isEmpty() && !breaker.takeProbe(session, target, token, until)) {
                return List.of();
            }
            List<Claim> claims = new ArrayList<>();
            for (long key : due) {
                claims.add(take(session, key, token, now, until));
            }
            return claims;
        });
    }

    /**
     * Claims the head of the line in which a delivery stood that got through: so nothing is wrong with the target.
     *
     * @return none if the line is empty, or its head is not due
     */
    Optional<Claim> next(Session session, Delivery through, Duration lease) throws SQLException {
        String target = through.target().value();
        long now = clock.millis();
        String sql = """
                SELECT key FROM delivery
                WHERE key = (SELECT min(key) FROM delivery WHERE target = ? AND sender = ? AND due IS NOT NULL)
                AND head = 1 AND due <= ?
                """ + database.dialect().skipLocked();
        Optional<Long> head = session.number(sql, target, through.sender(), now);
        return head.isEmpty()
                ? Optional.empty()
                : Optional.of(take(session, head.get(), newToken(), now, now + lease.toMillis()));
    }

    List<Claim> claimBeside(Claim first, Order order, int most, Duration lease) {
        String token = newToken();
        Delivery delivery = first.delivery();
        String target = delivery.target().value();
        return database.write(session -> {
            long now = clock.millis();
            String sql = besideSql(order) + database.dialect().skipLocked();
            List<Long> due = order == Order.NONE
                    ? session.list(sql, row -> row.getLong(1), target, now, most)
                    : session.list(sql, row -> row.getLong(1), target, now, delivery.key(), target, now, most);
            List<Claim> claims = new ArrayList<>();
            for (long key : due) {
                claims.add(take(session, key, token, now, now + lease.toMillis()));
            }
            return claims;
        });
    }

    /**
     * What is due and behind none that is not: those that are claimed or wait are due later, but for the given one. They are
     * few, and looked for once.
     */
    static String besideSql(Order order) {
        if (order == Order.NONE) {
            return "SELECT key FROM delivery WHERE target = ? AND due <= ? ORDER BY key LIMIT ?";
        }
        return """
                WITH held AS MATERIALIZED (
                    SELECT sender, min(key) AS first FROM delivery
                    WHERE target = ? AND due > ? AND key <> ? GROUP BY sender)
                SELECT key FROM delivery
                WHERE target = ? AND due <= ?
                    AND NOT EXISTS (SELECT 1 FROM held WHERE first < delivery.key %s)
                ORDER BY key LIMIT ?
                """.formatted(order == Order.SENDER ? "AND held.sender = delivery.sender" : "");
    }

    private String newToken() {
        return claimant + '#' + count.incrementAndGet();
    }

    private List<Long> due(Session session, Target target, Order order, long now, int most) throws SQLException {
        String name = target.value();
        String sql = dueSql(order) + database.dialect().skipLocked();
        return order == Order.ALL
                ? session.list(sql, row -> row.getLong(1), name, name, name, now)
                : session.list(sql, row -> row.getLong(1), name, now, most);
    }

    /** The keys of what can be claimed, by the time it became due. */
    static String dueSql(Order order) {
        return switch (order) {
            case SENDER ->
                "SELECT key FROM delivery WHERE target = ? AND head = 1 AND due <= ? ORDER BY due, key LIMIT ?";
            case NONE -> "SELECT key FROM delivery WHERE target = ? AND due <= ? ORDER BY due, key LIMIT ?";
            case ALL -> "SELECT key FROM delivery WHERE key = " + FIRST_OF_ALL + " AND due <= ?";
        };
    }

    private static Claim take(Session session, long key, String token, long now, long until) throws SQLException {
        String sql = """
                UPDATE delivery SET state = 'CLAIMED', token = ?, due = ?, attempts = attempts + 1, changed = ?
                WHERE key = ?
                RETURNING %s, (
                    SELECT envelope FROM payload WHERE payload.id = delivery.id AND payload.hash = delivery.hash)
                """.formatted(DeliveryRow.COLUMNS);
        return session.first(sql, row -> claim(session, row, token), token, until, now, key)
                .orElseThrow();
    }

    private static Claim claim(Session session, ResultSet row, String token) throws SQLException {
        byte[] envelope = row.getBytes(DeliveryRow.NEXT_COLUMN);
        return new Claim(DeliveryRow.read(row).complete(session), envelope, token);
    }

    Optional<Instant> nextDue(Target target, Order order) {
        return database.read(session -> {
            Optional<Long> due = firstDue(session, target, order);
            if (due.isEmpty()) {
                return Optional.empty();
            }
            long paused = breaker.pausedUntil(session, target).orElse(due.get());
            return Optional.of(Instant.ofEpochMilli(Math.max(due.get(), paused)));
        });
    }

    Gathered gathered(Target target, int most) {
        List<Long> created = database.read(session -> session.list(
                "SELECT created FROM delivery WHERE target = ? AND due <= ? ORDER BY due, key LIMIT ?",
                row -> row.getLong(1),
                target.value(),
                clock.millis(),
                most));
        return new Gathered(
                created.size(),
                created.stream().min(Long::compare).map(Instant::ofEpochMilli).orElse(null));
    }

    private static Optional<Long> firstDue(Session session, Target target, Order order) throws SQLException {
        String name = target.value();
        return switch (order) {
            case SENDER -> session.number("SELECT min(due) FROM delivery WHERE target = ? AND head = 1", name);
            case NONE -> session.number("SELECT min(due) FROM delivery WHERE target = ? AND due IS NOT NULL", name);
            case ALL -> session.number("SELECT due FROM delivery WHERE key = " + FIRST_OF_ALL, name, name, name);
        };
    }
}
