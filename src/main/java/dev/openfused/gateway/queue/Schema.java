package dev.openfused.gateway.queue;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * The tables, made on first use and numbered by version.
 *
 * <p>A delivery that is on its way has a {@code due} time (pending: since it came; waiting: the next try; claimed: the end of
 * the lease), an ended one has none. {@code head} marks the oldest one on its way of each target and sender, so that a
 * claim reads only what it takes, however many are held back.
 */
final class Schema {
    /** What brings the tables from one version to the next. */
    @FunctionalInterface
    private interface Step {
        void take(Session session, Dialect dialect) throws SQLException;
    }

    /** The n-th makes version n of the one before. Steps that were released are never changed: new ones follow them. */
    private static final List<Step> STEPS = List.of(
            (session, dialect) -> runAll(session, tables(dialect)),
            (session, dialect) ->
                    session.update("CREATE INDEX delivery_remote ON delivery (remote_id) WHERE remote_id IS NOT NULL"),
            Schema::fileByStore);

    /** Name of the note that tells these tables from those that somebody makes in their place. */
    static final String STATE_ID = "state:id";

    private static final int VERSION = STEPS.size();

    private Schema() {}

    /**
     * Makes what is missing; tables of an earlier version are brought up to this one.
     *
     * @param session a transaction
     * @throws QueueException if the tables were made by a later version of this program
     */
    static void create(Session session, Dialect dialect) throws SQLException {
        create(session, dialect, VERSION);
    }

    /** The same as an earlier version of this program made them. */
    static void create(Session session, Dialect dialect, int upTo) throws SQLException {
        dialect.lock(session, "schema");
        session.update("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)");
        long version = session.number("SELECT max(version) FROM schema_version").orElse(0L);
        if (version > VERSION) {
            throw new QueueException(
                    "the queue's database was written by a later version; use that version or a new database");
        }
        for (Step step : STEPS.subList((int) version, upTo)) {
            step.take(session, dialect);
        }
        if (upTo == VERSION) {
            session.update(
                    "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
                    STATE_ID,
                    UUID.randomUUID().toString());
        }
        if (version < upTo) {
            session.update("INSERT INTO schema_version (version) VALUES (?)", upTo);
        }
    }

    private static void runAll(Session session, String statements) throws SQLException {
        for (String statement : statements.split(";")) {
            session.update(statement);
        }
    }

    /** Whose disk a file is on was not written down before: that is left empty, until a store takes it as its own. */
    private static void fileByStore(Session session, Dialect dialect) throws SQLException {
        runAll(session, """
            CREATE TABLE file_by_store (
                store TEXT NOT NULL,
                source TEXT NOT NULL,
                file TEXT NOT NULL,
                id TEXT NOT NULL,
                PRIMARY KEY (store, source, file)
            )[keyed];
            INSERT INTO file_by_store (store, source, file, id) SELECT '', source, file, id FROM file;
            DROP TABLE file;
            ALTER TABLE file_by_store RENAME TO file
            """.replace("[keyed]", dialect.keyedTable()));
    }

    private static String tables(Dialect dialect) {
        return """
            CREATE TABLE note (
                key TEXT NOT NULL PRIMARY KEY,
                value TEXT NOT NULL
            )[keyed];

            -- Every message known. kinds: 1 dispatched from the inbox, 2 from an outbox,
            -- 4 held in quarantine, 8 said by the gateway itself,
            -- 16 in shared/, 32 in a workspace. files: how many hold it.
            CREATE TABLE message (
                id TEXT NOT NULL PRIMARY KEY,
                seen BIGINT NOT NULL,
                kinds INTEGER NOT NULL,
                files INTEGER NOT NULL,
                ciphertext TEXT,
                sender TEXT
            )[keyed];
            CREATE INDEX message_ciphertext ON message (ciphertext) WHERE ciphertext IS NOT NULL;
            CREATE INDEX message_forgotten ON message (seen) WHERE files = 0;

            CREATE TABLE file (
                source TEXT NOT NULL,
                file TEXT NOT NULL,
                id TEXT NOT NULL,
                PRIMARY KEY (source, file)
            )[keyed];

            CREATE TABLE payload (
                id TEXT NOT NULL,
                hash TEXT NOT NULL,
                envelope [bytes] NOT NULL,
                PRIMARY KEY (id, hash)
            );

            CREATE TABLE delivery (
                key [numbered],
                id TEXT NOT NULL,
                target TEXT NOT NULL,
                sender TEXT NOT NULL,
                source TEXT NOT NULL,
                file TEXT NOT NULL,
                hash TEXT NOT NULL,
                state TEXT NOT NULL,
                attempts INTEGER NOT NULL,
                due BIGINT,
                head INTEGER NOT NULL,
                token TEXT,
                remote_id TEXT,
                reason TEXT,
                partly INTEGER NOT NULL,
                created BIGINT NOT NULL,
                changed BIGINT NOT NULL,
                UNIQUE (id, target)
            );
            CREATE INDEX delivery_due ON delivery (target, due, key) WHERE due IS NOT NULL;
            CREATE INDEX delivery_head ON delivery (target, due, key) WHERE head = 1;
            CREATE INDEX delivery_line ON delivery (target, sender, key) WHERE due IS NOT NULL;
            CREATE INDEX delivery_state ON delivery (state, target, key);
            CREATE INDEX delivery_ended ON delivery (changed) WHERE due IS NULL;

            -- Sent parts of longer texts.
            CREATE TABLE part (
                delivery BIGINT NOT NULL,
                part INTEGER NOT NULL,
                remote_id TEXT NOT NULL,
                PRIMARY KEY (delivery, part)
            )[keyed];

            -- Targets whose delivery was erased after it ended: a backfill leaves them out.
            CREATE TABLE served (
                id TEXT NOT NULL,
                target TEXT NOT NULL,
                PRIMARY KEY (id, target)
            )[keyed];

            CREATE TABLE breaker (
                target TEXT NOT NULL PRIMARY KEY,
                failures INTEGER NOT NULL,
                paused_until BIGINT NOT NULL,
                probe TEXT
            )[keyed]
            """.replace("[keyed]", dialect.keyedTable())
                .replace("[bytes]", dialect.bytes())
                .replace("[numbered]", dialect.numberedKey());
    }
}
