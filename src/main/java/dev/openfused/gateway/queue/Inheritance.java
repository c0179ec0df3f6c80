package dev.openfused.gateway.queue;

import java.sql.SQLException;

/**
 * The records that a store takes over when the queue meets it for the first time: those of the directory it is a copy of or
 * was moved from, and those written before files were remembered by store. They are copied, as the other directory may still
 * be in use. The scan forgets those whose file is not on this store's disk, like any file that is gone.
 */
final class Inheritance {
    private static final String MET = "store:met";

    private final Database database;
    private final StoreIdentity store;

    Inheritance(Database database, StoreIdentity store) {
        this.database = database;
        this.store = store;
    }

    void take() {
        if (store.id().isEmpty()) {
            return; // the only one there is: all is its own
        }
        database.write(session -> {
            String met = MET + Notes.suffix(store.id());
            if (session.update("INSERT INTO note (key, value) VALUES (?, '') ON CONFLICT (key) DO NOTHING", met) == 1) {
                copy(session, from(session));
            }
            return true;
        });
    }

    /** The newest predecessor that the queue has met, else what belongs to no store. */
    private String from(Session session) throws SQLException {
        for (String predecessor : store.predecessors()) {
            if (session.exists("SELECT 1 FROM note WHERE key = ?", MET + Notes.suffix(predecessor))) {
                return predecessor;
            }
        }
        return "";
    }

    private void copy(Session session, String from) throws SQLException {
        session.update("""
            INSERT INTO file (store, source, file, id) SELECT ?, source, file, id FROM file WHERE store = ?
            """, store.id(), from);
        session.update("""
            UPDATE message SET files = message.files + held.files
            FROM (SELECT id, count(*) AS files FROM file WHERE store = ? GROUP BY id) AS held
            WHERE message.id = held.id
            """, store.id()); // of exactly the rows above: the other one may go on meanwhile
        session.update(
                """
                INSERT INTO note (key, value)
                SELECT substr(key, 1, length(key) - ?) || ?, value FROM note
                WHERE substr(key, length(key) - ? + 1) = ? AND key NOT LIKE ? AND (? <> '' OR key NOT LIKE '%@%')
                ON CONFLICT (key) DO NOTHING
                """,
                Notes.suffix(from).length(),
                Notes.suffix(store.id()),
                Notes.suffix(from).length(),
                Notes.suffix(from),
                MET + '%',
                from);
    }
}
