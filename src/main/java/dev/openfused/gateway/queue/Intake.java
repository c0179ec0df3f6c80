package dev.openfused.gateway.queue;

import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.DeliveryQueue.Dispatched;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** The way into the queue: what is new is remembered and entered for its targets, in one transaction. */
final class Intake {
    private final Database database;
    private final Lines lines;
    private final Clock clock;

    Intake(Database database, Lines lines, Clock clock) {
        this.database = database;
        this.lines = lines;
        this.clock = clock;
    }

    boolean isKnown(MessageId id) {
        return database.read(session -> session.exists("SELECT 1 FROM message WHERE id = ?", id.value()));
    }

    boolean remember(MessageId id, String file) {
        long now = clock.millis();
        return database.write(session -> {
            int added = session.update("""
                    INSERT INTO message (id, seen, kinds, files) VALUES (?, ?, 0, 0)
                    ON CONFLICT (id) DO NOTHING
                    """, id.value(), now);
            if (added == 1) {
                FileMemory.hold(session, "inbox", file, id);
            }
            return added == 1;
        });
    }

    Dispatched dispatch(SeenFile seen, byte[] envelope) {
        String hash = Digests.sha256Hex(envelope);
        return database.write(session -> {
            boolean stolen = isStolen(session, seen);
            boolean fresh = mark(session, seen, stolen);
            FileMemory.hold(session, seen.source(), seen.file(), seen.id());
            if (!fresh) {
                return Dispatched.KNOWN;
            }
            if (stolen) {
                return Dispatched.STOLEN;
            }
            enter(session, seen, hash, envelope);
            return Dispatched.ENTERED;
        });
    }

    int backfill(SeenFile seen, byte[] envelope) {
        String hash = Digests.sha256Hex(envelope);
        return database.write(session -> {
            boolean stolen = isStolen(session, seen);
            mark(session, seen, stolen);
            FileMemory.hold(session, seen.source(), seen.file(), seen.id());
            return stolen ? 0 : enter(session, seen, hash, envelope);
        });
    }

    /** Whether another sender was the first with this ciphertext. */
    private boolean isStolen(Session session, SeenFile seen) throws SQLException {
        if (seen.ciphertext() == null) {
            return false;
        }
        database.dialect().lock(session, seen.ciphertext());
        return session.exists(
                "SELECT 1 FROM message WHERE ciphertext = ? AND sender <> ?", seen.ciphertext(), seen.sender());
    }

    /** Remembers that a message was dispatched from its side; false if it was before. A thief's ciphertext is not his. */
    private boolean mark(Session session, SeenFile seen, boolean stolen) throws SQLException {
        int kind = SourceKind.of(seen.source()).bit();
        return session.update(
                        """
                        INSERT INTO message (id, seen, kinds, files, ciphertext, sender) VALUES (?, ?, ?, 0, ?, ?)
                        ON CONFLICT (id) DO UPDATE
                        SET seen = excluded.seen, kinds = message.kinds | excluded.kinds,
                            ciphertext = excluded.ciphertext, sender = excluded.sender
                        WHERE (message.kinds & excluded.kinds) = 0
                        """, seen.id().value(), clock.millis(), kind, stolen ? null : seen.ciphertext(), seen.sender())
                == 1;
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

    private int enter(Session session, SeenFile seen, String hash, String target) throws SQLException {
        String id = seen.id().value();
        if (session.exists("SELECT 1 FROM served WHERE id = ? AND target = ?", id, target)) {
            return 0;
        }
        long now = clock.millis();
        lines.lock(session, target, seen.sender());
        int entered = session.update("""
                INSERT INTO delivery (id, target, sender, source, file, hash, state, attempts, due, head, partly,
                    created, changed)
                VALUES (?, ?, ?, ?, ?, ?, 'PENDING', 0, ?, 0, 0, ?, ?)
                ON CONFLICT (id, target) DO NOTHING
                """, id, target, seen.sender(), seen.source(), seen.file(), hash, now, now, now);
        if (entered == 1) {
            lines.settle(session, target, seen.sender());
        }
        return entered;
    }
}
