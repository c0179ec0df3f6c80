package dev.openfused.gateway.queue;

import dev.openfused.gateway.queue.Delivery.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator looks at. */
final class Inspection {
    private static final Comparator<DeliveryRow> NEWEST_FIRST =
            Comparator.comparingLong((DeliveryRow row) -> row.delivery().key()).reversed();

    /** Of one digest. */
    private static final int MOST_UNDER_ONE_NAME = 1_000;

    private final Database database;

    Inspection(Database database) {
        this.database = database;
    }

    List<Delivery> list(@Nullable Target target, Set<State> states, int most) {
        return database.read(session -> {
            List<DeliveryRow> rows = target == null && states.isEmpty()
                    ? session.list(select("key IS NOT NULL"), DeliveryRow::read, most)
                    : byState(session, target, states.isEmpty() ? EnumSet.allOf(State.class) : states, most);
            List<Delivery> deliveries = new ArrayList<>();
            for (DeliveryRow row : rows) {
                deliveries.add(row.complete(session));
            }
            return deliveries;
        });
    }

    /** The newest of each state are at the end of an index; the newest of all are among them. */
    private static List<DeliveryRow> byState(Session session, @Nullable Target target, Set<State> states, int most)
            throws SQLException {
        List<DeliveryRow> rows = new ArrayList<>();
        for (State state : states) {
            rows.addAll(
                    target == null
                            ? session.list(select("state = ?"), DeliveryRow::read, state.name(), most)
                            : session.list(
                                    select("state = ? AND target = ?"),
                                    DeliveryRow::read,
                                    state.name(),
                                    target.value(),
                                    most));
        }
        return rows.stream().sorted(NEWEST_FIRST).limit(most).toList();
    }

    private static String select(String which) {
        return "SELECT " + DeliveryRow.COLUMNS + " FROM delivery WHERE " + which + " ORDER BY key DESC LIMIT ?";
    }

    Optional<Delivery> find(long key) {
        return database.read(session -> DeliveryRow.find(session, key));
    }

    List<Delivery> withRemoteId(String remoteId) {
        return database.read(session ->
                session.list(select("remote_id = ?"), DeliveryRow::read, remoteId, MOST_UNDER_ONE_NAME).stream()
                        .map(DeliveryRow::delivery)
                        .toList());
    }

    Optional<byte[]> envelope(long key) {
        return database.read(session -> DeliveryRow.envelope(session, key));
    }

    /** Envelopes of the same line, in its order; none is read that is not given. */
    List<byte[]> following(long key, int most, int largest) {
        return database.read(session -> {
            List<Next> line =
                    session.list("""
                        SELECT delivery.key, CASE WHEN delivery.state = 'PENDING' THEN length(payload.envelope) END
                        FROM delivery AS earlier
                        JOIN delivery ON delivery.target = earlier.target AND delivery.sender = earlier.sender
                            AND delivery.key > earlier.key AND delivery.due IS NOT NULL
                        JOIN payload ON payload.id = delivery.id AND payload.hash = delivery.hash
                        WHERE earlier.key = ? ORDER BY delivery.key LIMIT ?
                        """, row -> new Next(row.getLong(1), Session.nullableLong(row, 2)), key, most);
            List<byte[]> envelopes = new ArrayList<>();
            long room = largest;
            for (Next next : line) {
                Long size = next.size();
                room -= size == null ? Long.MAX_VALUE : size;
                Optional<byte[]> envelope = room < 0 ? Optional.empty() : DeliveryRow.envelope(session, next.key());
                if (envelope.isEmpty()) {
                    break;
                }
                envelopes.add(envelope.get());
            }
            return envelopes;
        });
    }

    /** One in line, and how many bytes it has; null if it is not pending. */
    private record Next(long key, @Nullable Long size) {}

    Map<Target, Instant> oldestOnTheirWay() {
        return database.read(session -> {
            Map<Target, Instant> oldest = new HashMap<>();
            session.list(
                    "SELECT target, min(created) FROM delivery WHERE due IS NOT NULL GROUP BY target",
                    row -> oldest.put(new Target(row.getString(1)), Instant.ofEpochMilli(row.getLong(2))));
            return oldest;
        });
    }

    Map<Target, Map<State, Long>> counts() {
        return database.read(session -> {
            Map<Target, Map<State, Long>> counts = new HashMap<>();
            session.list(
                    "SELECT target, state, count(*) FROM delivery GROUP BY state, target",
                    row -> counts.computeIfAbsent(new Target(row.getString(1)), t -> new EnumMap<>(State.class))
                            .put(State.valueOf(row.getString(2)), row.getLong(3)));
            return counts;
        });
    }
}
