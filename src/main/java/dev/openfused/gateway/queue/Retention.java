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
            portion = eraseDeliveries(endedBefore.toEpochMilli());
        }
        long forgetBefore = clock.instant().minus(replayWindow).toEpochMilli();
        for (int portion = PORTION; portion == PORTION; ) {
            portion = forgetMessages(forgetBefore);
        }
        return erased;
    }

    /** Oldest first, until the rest fits or only what is on its way or dead is left. */
    int purgeBeyond(long most) {
        int erased = 0;
        for (int portion = PORTION; portion == PORTION && used() > most; erased += portion) {
            portion = eraseDeliveries(Long.MAX_VALUE);
        }
        return erased;
    }

    private long used() {
        return database.read(
                session -> session.number(database.dialect().usedBytes()).orElse(0L));
    }

    private int eraseDeliveries(long before) {
        return database.write(session -> {
            List<Ended> portion = session.list("""
                SELECT key, id, target, hash FROM delivery
                WHERE due IS NULL AND changed < ? AND state <> 'DEAD' ORDER BY changed LIMIT ?
                """, Ended::read, before, PORTION);
            for (Ended ended : portion) {
                erase(session, ended, before);
            }
            return portion.size();
        });
    }

    private void erase(Session session, Ended ended, long before) throws SQLException {
        // Whoever enters this message for another target holds this row too, so the payload can't go from under them.
        session.exists("SELECT 1 FROM message WHERE id = ?" + database.dialect().forUpdate(), ended.id());
        int erased = session.update(
                "DELETE FROM delivery WHERE key = ? AND due IS NULL AND changed < ? AND state <> 'DEAD'",
                ended.key(),
                before);
        if (erased == 1) {
            session.update("DELETE FROM part WHERE delivery = ?", ended.key());
            session.update(
                    "INSERT INTO served (id, target) VALUES (?, ?) ON CONFLICT (id, target) DO NOTHING",
                    ended.id(),
                    ended.target());
            session.update("""
                DELETE FROM payload WHERE id = ? AND hash = ?
                AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.id = ? AND delivery.hash = ?)
                """, ended.id(), ended.hash(), ended.id(), ended.hash());
        }
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

    private record Ended(long key, String id, String target, String hash) {
        static Ended read(ResultSet row) throws SQLException {
            return new Ended(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
        }
    }
}
