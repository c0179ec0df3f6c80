package dev.openfused.gateway.queue;

import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.CiphertextClaims.Outcome;
import dev.openfused.gateway.queue.DeliveryQueue.Dispatched;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** The way into the queue: what is new is remembered and entered for its targets, in one transaction. */
final class Intake {
    private final Database database;
    private final FileMemory memory;
    private final CiphertextClaims claims;
    private final Lines lines;
    private final QueueTime time;
    private final Clock clock;

    Intake(Database database, FileMemory memory, CiphertextClaims claims, Lines lines, QueueTime time, Clock clock) {
        this.database = database;
        this.memory = memory;
        this.claims = claims;
        this.lines = lines;
        this.time = time;
        this.clock = clock;
    }

    boolean isKnown(MessageId id) {
        return database.read(session -> session.exists(
                "SELECT 1 FROM message WHERE id = ? AND (kinds = 0 OR (kinds & ?) <> 0)",
                id.value(),
                SourceKind.AT_THE_DOOR));
    }

    boolean remember(MessageId id, String file) {
        long now = clock.millis();
        return database.write(session -> {
            int files = memory.hold(session, "inbox", file, id);
            int added = session.update("""
                INSERT INTO message (id, seen, kinds, files) VALUES (?, ?, 0, ?)
                ON CONFLICT (id) DO NOTHING
                """, id.value(), now, files);
            if (added == 0) {
                FileMemory.count(session, id.value(), files);
            }
            return added == 1;
        });
    }

    Dispatched dispatch(SeenFile seen, byte[] envelope) {
        String hash = Digests.sha256Hex(envelope);
        return database.write(session -> {
            Outcome claim = claims.judge(session, seen);
            if (!mark(session, seen, claim)) {
                return Dispatched.KNOWN;
            }
            if (claim == Outcome.STOLEN) {
                return Dispatched.STOLEN;
            }
            enter(session, seen, hash, envelope);
            return claim == Outcome.BEST ? Dispatched.RECLAIMED : Dispatched.ENTERED;
        });
    }

    void record(Collection<SeenFile> all) {
        database.write(session -> {
            for (SeenFile seen : all) {
                mark(session, seen, claims.judge(session, seen));
            }
            return all.size();
        });
    }

    int backfill(SeenFile seen, byte[] envelope) {
        String hash = Digests.sha256Hex(envelope);
        return database.write(session -> {
            Outcome claim = claims.judge(session, seen);
            mark(session, seen, claim);
            return claim == Outcome.STOLEN ? 0 : enter(session, seen, hash, envelope);
        });
    }

    /**
     * Remembers that a message was dispatched from its side, and its file; false if it was before. A thief's ciphertext is
     * not his. Files are changed before messages wherever both are, so that no two transactions wait for each other.
     */
    private boolean mark(Session session, SeenFile seen, Outcome claim) throws SQLException {
        int files = memory.hold(session, seen.source(), seen.file(), seen.id());
        int marked = session.update(
                """
                INSERT INTO message (id, seen, kinds, files, ciphertext, sender) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE
                SET seen = excluded.seen, kinds = message.kinds | excluded.kinds,
                    files = message.files + excluded.files,
                    ciphertext = coalesce(excluded.ciphertext, message.ciphertext), sender = excluded.sender
                WHERE (message.kinds & excluded.kinds) = 0
                """,
                seen.id().value(),
                clock.millis(),
                SourceKind.of(seen.source()).bit(),
                files,
                CiphertextClaims.kept(seen, claim),
                seen.sender());
        if (marked == 0) {
            FileMemory.count(session, seen.id().value(), files);
        }
        return marked == 1;
    }

    private int enter(Session session, SeenFile seen, String hash, byte[] envelope) throws SQLException {
        int entered = 0;
        List<String> targets =
                seen.targets().stream().map(Target::value).distinct().sorted().toList();
        for (String target : targets) {
            entered += enter(session, seen, hash, target);
        }
        if (entered > 0) {
            session.update(
                    "INSERT INTO payload (id, hash, envelope) VALUES (?, ?, ?) ON CONFLICT (id, hash) DO NOTHING",
                    seen.id().value(),
                    hash,
                    envelope);
        }
        return entered;
    }

    /** A newcomer is its line's head if nobody stands there. */
    private int enter(Session session, SeenFile seen, String hash, String target) throws SQLException {
        long now = time.millis(session);
        lines.lockToJoin(session, target, seen.sender());
        return session.update(
                """
                INSERT INTO delivery (id, target, sender, source, file, hash, state, attempts, due, head, partly,
                    created, changed)
                SELECT ?, ?, ?, ?, ?, ?, 'PENDING', 0, ?,
                    CASE WHEN EXISTS (
                        SELECT 1 FROM delivery WHERE target = ? AND sender = ? AND due IS NOT NULL) THEN 0 ELSE 1 END,
                    0, ?, ?
                WHERE NOT EXISTS (SELECT 1 FROM served WHERE id = ? AND target = ?)
                ON CONFLICT (id, target) DO NOTHING
                """,
                seen.id().value(),
                target,
                seen.sender(),
                seen.source(),
                seen.file(),
                hash,
                now,
                target,
                seen.sender(),
                now,
                now,
                seen.id().value(),
                target);
    }
}
