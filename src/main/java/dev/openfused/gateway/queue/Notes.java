package dev.openfused.gateway.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Small persistent values by name. */
final class Notes {
    private final Database database;

    Notes(Database database) {
        this.database = database;
    }

    Optional<String> get(String key) {
        return database.read(
                session -> session.first("SELECT value FROM note WHERE key = ?", row -> row.getString(1), key));
    }

    void set(String key, @Nullable String value) {
        database.write(session -> value == null
                ? session.update("DELETE FROM note WHERE key = ?", key)
                : session.update("""
                        INSERT INTO note (key, value) VALUES (?, ?)
                        ON CONFLICT (key) DO UPDATE SET value = excluded.value
                        """, key, value));
    }
}
