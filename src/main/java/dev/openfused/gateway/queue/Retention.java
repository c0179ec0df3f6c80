package dev.openfused.gateway.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what is no longer needed, a portion at a time, so that nobody waits for long. Dead deliveries are somebody's to
 * decide on.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int PORTION = 100;

    private final Database database;
    private final Clock clock;
    private final ClockWatch watch;
    private final Duration replayWindow;

    Retention(Database database, Clock clock, ClockWatch watch, Duration replayWindow) {
        this.database = database;
        this.clock = clock;
        this.watch = watch;
        this.replayWindow = replayWindow;
    }

    int purge(Instant endedBefore) {
        if (!watch.agrees()) {
            LOG.warn("the wall clock was set while the gateway ran; nothing is erased or forgotten until it is right or"
                    + " the gateway is restarted");
            return 0;
        }
        int erased = 0;
        for (int portion = PORTION; portion == PORTION; erased += portion) {
            portion = eraseDeliveries(endedBefore.toEpochMilli()).deliveries();
        }
        long forgetBefore = clock.instant().minus(replayWindow).toEpochMilli();
        for (int portion = PORTION; portion == PORTION; ) {
            portion = forgetMessages(forgetBefore);
        }
        return erased;
    }

    /**
     * Oldest first, until the rest fits or only what is on its way or dead is left. A server reads all its rows to say what
     * they take, so what was erased is subtracted, and it is asked again when that says that the rest fits.
     */
    int purgeBeyond(long most) {
        int erased = 0;
        long used = used();
        Erased portion = new Erased(PORTION, 0);
        while (portion.deliveries() == PORTION && used > most) {
            portion = eraseDeliveries(Long.MAX_VALUE);
            erased += portion.deliveries();
            used -= portion.bytes();
            if (used <= most) {
                used = used();
            }
        }
        return erased;
    }

    private long used() {
        return database.read(
                session -> session.number(database.dialect().usedBytes()).orElse(0L));
    }

    private Erased eraseDeliveries(long before) {
        return database.write(session -> {
            List<Ended> portion = session.list("""
                SELECT key, id, target, hash FROM delivery
                WHERE due IS NULL AND changed < ? AND state <> 'DEAD' ORDER BY changed LIMIT ?
                """, Ended::read, before, PORTION);
            long bytes = 0;
            for (Ended ended : portion) {
                bytes += erase(session, ended, before);
            }
            return new Erased(portion.size(), bytes);
        });
    }

    /** How many bytes that frees, about. */
    private long erase(Session session, Ended ended, long before) throws SQLException {
        // Whoever enters this message for another target holds this row too, so the payload can't go from under them.
        session.exists("SELECT 1 FROM message WHERE id = ?" + database.dialect().forUpdate(), ended.id());
        int erased = session.update(
                "DELETE FROM delivery WHERE key = ? AND due IS NULL AND changed < ? AND state <> 'DEAD'",
                ended.key(),
                before);
        if (erased == 0) {
            return 0;
        }
        session.update("DELETE FROM part WHERE delivery = ?", ended.key());
        session.update(
                "INSERT INTO served (id, target) VALUES (?, ?) ON CONFLICT (id, target) DO NOTHING",
                ended.id(),
                ended.target());
        long payload = session.number("""
                        DELETE FROM payload WHERE id = ? AND hash = ?
                        AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.id = ? AND delivery.hash = ?)
                        RETURNING length(envelope)
                        """, ended.id(), ended.hash(), ended.id(), ended.hash())
                .orElse(0L);
        return payload + Dialect.DELIVERY_BYTES;
    }

    private int forgetMessages(long before) {
        return database.write(session -> {
            List<String> portion =
                    session.list("""
                        SELECT id FROM message WHERE files = 0 AND seen < ?
                        AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.id = message.id)
                        LIMIT ?
                        """ + database.dialect().skipLocked(), row -> row.getString(1), before, PORTION);
            List<Object[]> ids = new ArrayList<>();
            portion.forEach(id -> ids.add(new Object[] {id}));
            session.updateAll("DELETE FROM served WHERE id = ?", ids);
            session.updateAll("DELETE FROM message WHERE id = ?", ids);
            return portion.size();
        });
    }

    /** What a portion came to. */
    private record Erased(int deliveries, long bytes) {}

    private record Ended(long key, String id, String target, String hash) {
        static Ended read(ResultSet row) throws SQLException {
            return new Ended(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
        }
    }
}
