package dev.openfused.gateway.collect;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.Outbox.Entry;
import dev.openfused.gateway.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mail that waits in the outbox for one caller, whose key is proven. */
public final class MailCollection {
    private final Outbox outbox;
    private final AuditLog audit;

    /**
     * For one store.
     *
     * @param outbox where it waits
     * @param audit gets a line for each message that was fetched
     */
    public MailCollection(Outbox outbox, AuditLog audit) {
        this.outbox = outbox;
        this.audit = audit;
    }

    /** What became of an acknowledgement. */
    public enum Acknowledged {
        /** Filed under {@code .sent/}. */
        DONE,
        /** No such message waits. */
        UNKNOWN,
        /** It stands in another agent's directory. */
        NOT_YOURS
    }

    /**
     * What waits.
     *
     * @param caller whose key is proven
     * @param name what the caller goes by
     * @return entries by their path
     * @throws StoreException if the outbox can't be read
     */
    public List<Entry> waiting(KeyringEntry caller, String name) throws StoreException {
        return outbox.waitingFor(caller.fingerprint().fp8(), name).stream()
                .sorted(Comparator.comparing(MailCollection::pathOf, Outbox.ORDER))
                .toList();
    }

    /**
     * The part of them that was asked for.
     *
     * @param waiting all
     * @param after what the caller has, {@code directory/file}; null from the start
     * @return in the same order
     */
    public static List<Entry> page(List<Entry> waiting, @Nullable String after) {
        return waiting.stream()
                .filter(entry -> after == null || Outbox.ORDER.compare(pathOf(entry), after) > 0)
                .toList();
    }

    /**
     * Tells one list from another. Files of an outbox never change once written, so their names say all.
     *
     * @param entries the list
     * @return hex digits
     */
    public static String versionOf(List<Entry> entries) {
        String names = entries.stream().map(MailCollection::pathOf).collect(Collectors.joining("\n"));
        return Digests.sha256Hex(names.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    /**
     * Where a message stands.
     *
     * @param entry which
     * @return {@code directory/file}; just the file for a legacy one
     */
    public static String pathOf(Entry entry) {
        return entry.directory().isEmpty() ? entry.file() : entry.directory() + '/' + entry.file();
    }

    /**
     * Reads a message.
     *
     * @param entry which
     * @return its bytes
     * @throws StoreException if it is gone or can't be read
     */
    public byte[] read(Entry entry) throws StoreException {
        return outbox.read(entry);
    }

    /**
     * The caller has a message: it is filed under {@code .sent/}.
     *
     * @param caller whose key is proven
     * @param name what the caller goes by
     * @param path {@code directory/file} or, for a legacy file, its name; also as clients of version 0.5 spell it, who
     *     leave some characters out
     * @return what became of it
     * @throws StoreException if it can't be moved
     */
    public Acknowledged acknowledge(KeyringEntry caller, String name, String path) throws StoreException {
        int slash = path.indexOf('/');
        if (slash > 0 && !Outbox.isOf(caller.fingerprint().fp8(), path.substring(0, slash))) {
            return Acknowledged.NOT_YOURS;
        }
        Optional<Entry> meant = meant(waiting(caller, name), path);
        if (meant.isEmpty()) {
            return Acknowledged.UNKNOWN;
        }
        outbox.sent(meant.get());
        audit.write(AuditEntry.of(Decision.DELIVERED)
                .with("recipient", caller.name())
                .file(meant.get().file()));
        return Acknowledged.DONE;
    }

    private static Optional<Entry> meant(List<Entry> waiting, String path) {
        Optional<Entry> exact =
                waiting.stream().filter(e -> pathOf(e).equals(path)).findFirst();
        if (exact.isPresent()) {
            return exact;
        }
        List<Entry> stripped =
                waiting.stream().filter(e -> stripped(pathOf(e)).equals(path)).toList();
        return stripped.size() == 1 ? Optional.of(stripped.get(0)) : Optional.empty();
    }

    /** As the TypeScript client of version 0.5 spells names (src/sync.ts). */
    private static String stripped(String path) {
        return path.replace("..", "").replaceAll("[^A-Za-z0-9_./ -]", "");
    }
}
