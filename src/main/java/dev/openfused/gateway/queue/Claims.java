package dev.openfused.gateway.queue;

import dev.openfused.gateway.queue.HeldClaims.Held;
import dev.openfused.gateway.queue.HeldClaims.Moment;
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
    private final QueueTime time;
    private final Clock clock;
    private final HeldClaims held;
    private final String claimant;
    private final AtomicLong count = new AtomicLong();

    Claims(Database database, CircuitBreaker breaker, QueueTime time, Clock clock, HeldClaims held, String claimant) {
        this.database = database;
        this.breaker = breaker;
        this.time = time;
        this.clock = clock;
        this.held = held;
        this.claimant = claimant;
    }

    List<Claim> claim(Target target, Order order, int most, Duration lease) {
        String token = newToken();
        Moment since = held.now();
        List<Claim> claims = database.write(session -> {
            long now = time.millis(session);
            long until = now + lease.toMillis();
            Optional<Long> paused = breaker.pausedUntil(session, target);
            if (paused.isPresent() && paused.get() > now) {
                return List.of();
            }
            List<Long> due =
                    paused.isPresent() ? probe(session, target, order, now) : due(session, target, order, now, most);
            if (paused.isPresent()
                    && !due.isEmpty()
                    && held.of(due.get(0)) == null
                    && !breaker.takeProbe(session, target, token, until)) {
                return List.of();
            }
            return take(session, due, token, now, until);
        });
        held.add(claims, lease, since);
        return claims;
    }

    /**
     * Claims the head of the line in which a delivery stood that got through: so nothing is wrong with the target.
     *
     * @return none if the line is empty, or its head is not due
     */
    Optional<Claim> next(Session session, Delivery through, Duration lease) throws SQLException {
        String target = through.target().value();
        long now = time.millis(session);
        String sql = """
            SELECT key FROM delivery
            WHERE key = (SELECT min(key) FROM delivery WHERE target = ? AND sender = ? AND due IS NOT NULL)
            AND head = 1 AND due <= ?
            """ + database.dialect().skipLocked();
        Optional<Long> head = session.number(sql, target, through.sender(), now);
        return take(session, head.stream().toList(), newToken(), now, now + lease.toMillis()).stream()
                .findFirst();
    }

    List<Claim> claimBeside(Claim first, Order order, int most, Duration lease) {
        String token = newToken();
        Delivery delivery = first.delivery();
        String target = delivery.target().value();
        Moment since = held.now();
        List<Claim> beside = database.write(session -> {
            long now = time.millis(session);
            String sql = besideSql(order) + database.dialect().skipLocked();
            List<Long> due = order == Order.NONE
                    ? session.list(sql, row -> row.getLong(1), target, now, most)
                    : session.list(sql, row -> row.getLong(1), target, now, delivery.key(), target, now, most);
            return take(session, due, token, now, now + lease.toMillis());
        });
        held.add(beside, lease, since);
        return beside;
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

    /**
     * What tries a target that failed: of what is due, the oldest that was tried before. A far end that puts off each message
     * once or twice before it takes it would else be offered a new one each time, and take none.
     */
    private List<Long> probe(Session session, Target target, Order order, long now) throws SQLException {
        if (order != Order.ALL) {
            String sql = triedSql(order) + database.dialect().skipLocked();
            List<Long> tried = session.list(sql, row -> row.getLong(1), target.value(), now);
            if (!tried.isEmpty()) {
                return tried;
            }
        }
        return due(session, target, order, now, 1);
    }

    /** The oldest that was tried and is to be tried again. */
    static String triedSql(Order order) {
        return "SELECT key FROM delivery WHERE state = 'WAITING' AND target = ? %s AND due <= ? ORDER BY key LIMIT 1"
                .formatted(order == Order.SENDER ? "AND head = 1" : "");
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

    /** What this process holds is not claimed again; its lease goes on. */
    private List<Claim> take(Session session, List<Long> due, String token, long now, long until) throws SQLException {
        List<Claim> claims = new ArrayList<>();
        for (long key : due) {
            Held ours = held.of(key);
            if (ours == null) {
                claims.add(take(session, key, token, now, until));
            } else {
                session.update(
                        "UPDATE delivery SET due = ? WHERE key = ? AND token = ?",
                        now + ours.lease().toMillis(),
                        key,
                        ours.claim().token());
            }
        }
        return claims;
    }

    private static Claim take(Session session, long key, String token, long now, long until) throws SQLException {
        String sql = """
            UPDATE delivery SET state = 'CLAIMED', token = ?, due = ?, attempts = attempts + 1, changed = ?
            WHERE key = ?
            RETURNING %s, (
                SELECT envelope FROM payload WHERE payload.id = delivery.id AND payload.hash = delivery.hash)
            """.formatted(DeliveryRow.COLUMNS);
        return session.first(sql, row -> claim(session, row, token, now), token, until, now, key)
                .orElseThrow();
    }

    private static Claim claim(Session session, ResultSet row, String token, long now) throws SQLException {
        byte[] envelope = row.getBytes(DeliveryRow.NEXT_COLUMN);
        Delivery delivery = DeliveryRow.read(row).complete(session);
        return new Claim(
                delivery,
                envelope,
                token,
                Duration.ofMillis(now - delivery.created().toEpochMilli()));
    }

    Optional<Instant> nextDue(Target target, Order order) {
        return database.read(session -> {
            Optional<Long> due = firstDue(session, target, order);
            if (due.isEmpty()) {
                return Optional.empty();
            }
            long paused = breaker.pausedUntil(session, target).orElse(due.get());
            return Optional.of(onTheWall(session, Math.max(due.get(), paused)));
        });
    }

    Gathered gathered(Target target, int most) {
        return database.read(session -> {
            List<Long> created = session.list(
                    "SELECT created FROM delivery WHERE target = ? AND due <= ? ORDER BY due, key LIMIT ?",
                    row -> row.getLong(1),
                    target.value(),
                    time.millis(session),
                    most);
            Optional<Long> oldest = created.stream().min(Long::compare);
            return new Gathered(created.size(), oldest.isEmpty() ? null : onTheWall(session, oldest.get()));
        });
    }

    /** A time of the queue, as this process's own clock would tell it. */
    private Instant onTheWall(Session session, long queueMillis) throws SQLException {
        return clock.instant().plusMillis(queueMillis - time.millis(session));
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
