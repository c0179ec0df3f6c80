package dev.openfused.gateway.queue;

import dev.openfused.gateway.message.MessageId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which file of this store holds which message, for as long as the file exists. Each message counts its files, those of
 * other stores included.
 */
final class FileMemory {
    /** Names asked for at once. Lists are filled up to it, as each length would be a statement of its own. */
    private static final int NAMES = 200;

    private static final String PLACES = String.join(", ", Collections.nCopies(NAMES, "?"));

    private final Database database;
    private final String store;

    FileMemory(Database database, StoreIdentity store) {
        this.database = database;
        this.store = store.id();
    }

    /**
     * Writes down that a file holds a message, part of a larger change. A file may have held another one before.
     *
     * @return how many files more hold the message now, for {@link #count}: 0 or 1
     */
    int hold(Session session, String source, String file, MessageId id) throws SQLException {
        int added = session.update("""
            INSERT INTO file (store, source, file, id) VALUES (?, ?, ?, ?)
            ON CONFLICT (store, source, file) DO NOTHING
            """, store, source, file, id.value());
        if (added == 1) {
            return 1;
        }
        Optional<String> before = session.first(
                "SELECT id FROM file WHERE store = ? AND source = ? AND file = ?",
                row -> row.getString(1),
                store,
                source,
                file);
        if (before.isPresent() && before.get().equals(id.value())) {
            return 0;
        }
        if (before.isPresent()) {
            count(session, before.get(), -1);
        }
        return session.update(
                "UPDATE file SET id = ? WHERE store = ? AND source = ? AND file = ?", id.value(), store, source, file);
    }

    /** Counts the files that hold a message. */
    static void count(Session session, String id, int files) throws SQLException {
        if (files != 0) {
            session.update("UPDATE message SET files = files + ? WHERE id = ?", files, id);
        }
    }

    /** Which of these files hold no message that was dispatched from that side. */
    Set<String> unseen(String source, Collection<String> files) {
        int kind = SourceKind.of(source).bit();
        Set<String> unseen = new LinkedHashSet<>(files);
        for (List<String> names : portions(files)) {
            Object[] values = Stream.of(Stream.of(store, source), names.stream(), Stream.of(kind))
                    .flatMap(part -> part)
                    .toArray();
            List<String> dispatched =
                    database.read(session -> session.list("""
                        SELECT file.file FROM file JOIN message ON message.id = file.id
                        WHERE file.store = ? AND file.source = ? AND file.file IN (%s) AND (message.kinds & ?) <> 0
                        """.formatted(PLACES), row -> row.getString(1), values));
            dispatched.forEach(unseen::remove);
        }
        return unseen;
    }

    /** Whose messages files hold, by file. */
    Map<String, String> senders(String source, Collection<String> files) {
        Map<String, String> senders = new HashMap<>();
        for (List<String> names : portions(files)) {
            Object[] values =
                    Stream.concat(Stream.of(store, source), names.stream()).toArray();
            database.read(session -> session.list(
                            """
                            SELECT file.file, message.sender FROM file JOIN message ON message.id = file.id
                            WHERE file.store = ? AND file.source = ? AND file.file IN (%s)
                                AND message.sender IS NOT NULL
                            """.formatted(PLACES), row -> Map.entry(row.getString(1), row.getString(2)), values))
                    .forEach(entry -> senders.put(entry.getKey(), entry.getValue()));
        }
        return senders;
    }

    /** Forgets files; their messages stay known. */
    void forget(String source, Collection<String> files) {
        for (List<String> names : portions(files)) {
            Object[] values =
                    Stream.concat(Stream.of(store, source), names.stream()).toArray();
            database.write(session -> {
                List<String> held = session.list(
                        "DELETE FROM file WHERE store = ? AND source = ? AND file IN (%s) RETURNING id"
                                .formatted(PLACES),
                        row -> row.getString(1),
                        values);
                for (String id : held) {
                    count(session, id, -1);
                }
                return held.size();
            });
        }
    }

    /** A page of the names that are remembered, in the order of the database. */
    List<String> page(String source, String after, int most) {
        return database.read(session -> session.list(
                "SELECT file FROM file WHERE store = ? AND source = ? AND file > ? ORDER BY file LIMIT ?",
                row -> row.getString(1),
                store,
                source,
                after,
                most));
    }

    private static List<List<String>> portions(Collection<String> files) {
        List<String> names = List.copyOf(new HashSet<>(files));
        List<List<String>> portions = new ArrayList<>();
        for (int from = 0; from < names.size(); from += NAMES) {
            List<String> portion = new ArrayList<>(names.subList(from, Math.min(from + NAMES, names.size())));
            portion.addAll(Collections.nCopies(NAMES - portion.size(), portion.get(0)));
            portions.add(portion);
        }
        return portions;
    }
}
