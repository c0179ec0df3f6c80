package dev.openfused.gateway.queue;

import dev.openfused.gateway.queue.Delivery.State;
import java.sql.SQLException;
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

    Optional<byte[]> envelope(long key) {
        return database.read(session -> DeliveryRow.envelope(session, key));
    }

    /** Envelopes of the same line, in its order. */
    List<byte[]> following(long key, int most) {
        return database.read(session -> {
            Optional<DeliveryRow> first = session.first(
                    "SELECT " + DeliveryRow.COLUMNS + " FROM delivery WHERE key = ?", DeliveryRow::read, key);
            if (first.isEmpty()) {
                return List.of();
            }
            Delivery delivery = first.get().delivery();
            List<byte[]> envelopes = new ArrayList<>();
            List<Optional<byte[]>> line = session.list(
                    """
                    SELECT CASE WHEN delivery.state = 'PENDING' THEN payload.envelope END FROM delivery
                    JOIN payload ON payload.id = delivery.id AND payload.hash = delivery.hash
                    WHERE target = ? AND sender = ? AND key > ? AND due IS NOT NULL ORDER BY key LIMIT ?
                    """,
                    row -> Optional.ofNullable(row.getBytes(1)),
                    delivery.target().value(),
                    delivery.sender(),
                    key,
                    most);
            for (Optional<byte[]> envelope : line) {
                if (envelope.isEmpty()) {
                    break;
                }
                envelopes.add(envelope.get());
            }
            return envelopes;
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
