package dev.openfused.gateway.queue;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The few words in which the two databases differ; all other SQL is the same. */
enum Dialect {
    /** One file, one writer at a time: whoever writes has all the locks there are. */
    SQLITE(
            "INTEGER PRIMARY KEY AUTOINCREMENT",
            "BLOB",
            " WITHOUT ROWID",
            "",
            "",
            null,
            null,
            "SELECT (page_count - freelist_count) * page_size"
                    + " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"),
    /** Many writers: rows are claimed past each other, and what is read to be changed is locked. */
    POSTGRES(
            "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            "BYTEA",
            "",
            " FOR UPDATE",
            " FOR UPDATE SKIP LOCKED",
            "SELECT pg_advisory_xact_lock(hashtextextended(coalesce(current_schema(), '') || ?, 0))",
            "SELECT pg_advisory_xact_lock_shared(hashtextextended(coalesce(current_schema(), '') || ?, 0))",
            // What was erased takes room until the server has vacuumed it; only what is left counts.
            "SELECT coalesce(sum(octet_length(envelope)), 0) + " + Dialect.DELIVERY_BYTES
                    + " * (SELECT count(*) FROM delivery) FROM payload");

    /** What a delivery takes beside its payload, about. */
    static final int DELIVERY_BYTES = 1_000;

    private final String numberedKey;
    private final String bytes;
    private final String keyedTable;
    private final String forUpdate;
    private final String skipLocked;
    private final @Nullable String lock;
    private final @Nullable String sharedLock;
    private final String usedBytes;

    Dialect(
            String numberedKey,
            String bytes,
            String keyedTable,
            String forUpdate,
            String skipLocked,
            @Nullable String lock,
            @Nullable String sharedLock,
            String usedBytes) {
        this.numberedKey = numberedKey;
        this.bytes = bytes;
        this.keyedTable = keyedTable;
        this.forUpdate = forUpdate;
        this.skipLocked = skipLocked;
        this.lock = lock;
        this.sharedLock = sharedLock;
        this.usedBytes = usedBytes;
    }

    /** The type of a key that counts up and is never given out twice. */
    String numberedKey() {
        return numberedKey;
    }

    /** The type of a byte string. */
    String bytes() {
        return bytes;
    }

    /** What follows a table that is best kept in the order of its key. */
    String keyedTable() {
        return keyedTable;
    }

    /** What follows a query whose rows nobody else may change until the transaction ends. */
    String forUpdate() {
        return forUpdate;
    }

    /** The same, leaving out rows that someone else is changing. */
    String skipLocked() {
        return skipLocked;
    }

    /** A query for how many bytes the queue takes, about, without what was erased. */
    String usedBytes() {
        return usedBytes;
    }

    /**
     * Waits for a named lock and keeps it until the transaction ends.
     *
     * @param session the transaction
     * @param name any text
     */
    void lock(Session session, String name) throws SQLException {
        take(session, lock, name);
    }

    /**
     * The same with others who take it this way, but with nobody who takes it by {@link #lock}.
     *
     * @param session the transaction
     * @param name any text
     */
    void lockShared(Session session, String name) throws SQLException {
        take(session, sharedLock, name);
    }

    private static void take(Session session, @Nullable String lock, String name) throws SQLException {
        if (lock != null) {
            session.first(lock, row -> name, name);
        }
    }
}
