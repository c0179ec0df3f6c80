package dev.openfused.gateway.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Small persistent values by name: those of one store, and those that all gateways of the queue share. */
final class Notes {
    private final Database database;
    private final String suffix;

    Notes(Database database, StoreIdentity store) {
        this.database = database;
        this.suffix = suffix(store.id());
    }

    /** What follows the names of a store's own values. */
    static String suffix(String store) {
        return store.isEmpty() ? "" : "@" + store;
    }

    Optional<String> get(String key) {
        return getShared(key + suffix);
    }

    void set(String key, @Nullable String value) {
        setShared(key + suffix, value);
    }

    Optional<String> getShared(String key) {
        return database.read(
                session -> session.first("SELECT value FROM note WHERE key = ?", row -> row.getString(1), key));
    }

    void setShared(String key, @Nullable String value) {
        database.write(session -> value == null
                ? session.update("DELETE FROM note WHERE key = ?", key)
                : session.update("""
                    INSERT INTO note (key, value) VALUES (?, ?)
                    ON CONFLICT (key) DO UPDATE SET value = excluded.value
                    """, key, value));
    }
}
