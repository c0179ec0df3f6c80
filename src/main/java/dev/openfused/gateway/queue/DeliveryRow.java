package dev.openfused.gateway.queue;

import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Delivery.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it stands in its table.
 *
 * @param delivery without its parts
 * @param partly whether there are parts, in a table of their own
 */
record DeliveryRow(Delivery delivery, boolean partly) {
    /** What {@link #read} takes; a query may select more after it. */
    static final String COLUMNS = """
            key, id, target, sender, source, file, state,
            attempts, due, token, remote_id, reason, created,
            changed, partly
            """;

    /** The column after those. */
    static final int NEXT_COLUMN = 16;

    /** One delivery with its parts. */
    static Optional<Delivery> find(Session session, long key) throws SQLException {
        Optional<DeliveryRow> row =
                session.first("SELECT " + COLUMNS + " FROM delivery WHERE key = ?", DeliveryRow::read, key);
        return row.isPresent() ? Optional.of(row.get().complete(session)) : Optional.empty();
    }

    /** The payload of one delivery. */
    static Optional<byte[]> envelope(Session session, long key) throws SQLException {
        return session.first("""
                SELECT payload.envelope FROM delivery
                JOIN payload ON payload.id = delivery.id AND payload.hash = delivery.hash
                WHERE delivery.key = ?
                """, row -> row.getBytes(1), key);
    }

    static DeliveryRow read(ResultSet row) throws SQLException {
        State state = State.valueOf(row.getString(7));
        Long due = Session.nullableLong(row, 9);
        Delivery delivery = new Delivery(
                row.getLong(1),
                new MessageId(row.getString(2)),
                new Target(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                state,
                row.getInt(8),
                due == null || state == State.PENDING ? null : Instant.ofEpochMilli(due),
                claimant(row.getString(10)),
                row.getString(11),
                row.getString(12),
                Map.of(),
                Instant.ofEpochMilli(row.getLong(13)),
                Instant.ofEpochMilli(row.getLong(14)));
        return new DeliveryRow(delivery, row.getInt(15) == 1);
    }

    /** The delivery with its parts. */
    Delivery complete(Session session) throws SQLException {
        if (!partly) {
            return delivery;
        }
        Map<Integer, String> parts = new TreeMap<>();
        session.list(
                "SELECT part, remote_id FROM part WHERE delivery = ?",
                row -> parts.put(row.getInt(1), row.getString(2)),
                delivery.key());
        return new Delivery(
                delivery.key(),
                delivery.id(),
                delivery.target(),
                delivery.sender(),
                delivery.source(),
                delivery.file(),
                delivery.state(),
                delivery.attempts(),
                delivery.nextTry(),
                delivery.claimant(),
                delivery.remoteId(),
                delivery.reason(),
                parts,
                delivery.created(),
                delivery.changed());
    }

    /** A token is the process, a number sign and a number. */
    private static @Nullable String claimant(@Nullable String token) {
        return token == null ? null : token.substring(0, token.lastIndexOf('#'));
    }
}
