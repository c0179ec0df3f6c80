package dev.openfused.gateway.store;

import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.Rfc3339;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The inbox, or its quarantine, as a person sees it: every file opened, the odd ones unverified with the reason, each
 * message once (one id counts once, however many copies under other names lie there), oldest first. What is kept of an
 * inbox is bounded: of a large one, texts are read once more as they are shown.
 */
public final class InboxListing implements AutoCloseable {
    /** What is kept of messages from sorting to showing, by {@link OpenedMessage#weight}: less where there is little memory. */
    private static final long KEPT = Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 8);

    private static final int WINDOW = 16;

    private final MessageReader messages;
    private final MessageOpener opener;
    private final List<Row> shown;
    private final int hidden;

    private InboxListing(MessageReader messages, MessageOpener opener, List<Row> shown, int hidden) {
        this.messages = messages;
        this.opener = opener;
        this.shown = List.copyOf(shown);
        this.hidden = hidden;
    }

    /**
     * One message.
     *
     * @param file its base name
     * @param message what it says
     */
    public record Item(String file, OpenedMessage message) {}

    /** Takes messages, one after the other. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Takes one.
         *
         * @param item not to be kept
         * @throws IOException if it can't be passed on
         */
        void take(Item item) throws IOException;
    }

    /** A message and what it is sorted by; null for a text that is not shown, or let go. */
    private record Row(
            String file,
            MessageId id,
            Instant time,
            boolean wanted,
            @Nullable OpenedMessage kept) {}

    /**
     * Reads a folder, on all processors.
     *
     * @param folder the inbox, without what is archived, or its quarantine
     * @param opener opens with the keyring and keys of now
     * @param wanted what to show
     * @return the listing; close it
     * @throws StoreException if the directory can't be read; what stands in it never fails it
     */
    public static InboxListing of(MessageFolder folder, MessageOpener opener, Predicate<OpenedMessage> wanted)
            throws StoreException {
        List<String> names;
        try (Stream<String> all = folder.names()) {
            names = all.toList();
        }
        AtomicLong room = new AtomicLong(KEPT);
        MessageReader messages = folder.reader();
        List<Row> rows = names.parallelStream()
                .flatMap(name -> row(messages, name, opener, wanted, room).stream())
                .sorted(Comparator.comparing(Row::time).thenComparing(Row::file))
                .toList();
        Set<String> seen = new HashSet<>();
        List<Row> shown = rows.stream()
                .filter(row -> seen.add(row.id.value()))
                .filter(Row::wanted)
                .toList();
        return new InboxListing(messages, opener, shown, seen.size() - shown.size());
    }

    /**
     * How many messages were asked for.
     *
     * @return those that {@link #each} gives, unless they are taken away meanwhile
     */
    public int shown() {
        return shown.size();
    }

    /**
     * How many messages are there beside those.
     *
     * @return those that were not asked for
     */
    public int hidden() {
        return hidden;
    }

    /**
     * Gives what was asked for, oldest first. A file that holds another message by now is passed over: nobody asked for that.
     *
     * @param reader takes each
     * @throws IOException from the reader
     */
    public void each(Reader reader) throws IOException {
        for (int at = 0; at < shown.size(); at += WINDOW) {
            List<Row> window = shown.subList(at, Math.min(at + WINDOW, shown.size()));
            for (Item item : items(window)) {
                reader.take(item);
            }
        }
    }

    private List<Item> items(List<Row> window) {
        boolean kept = window.stream().allMatch(row -> row.kept != null);
        return (kept ? window.stream() : window.parallelStream())
                .flatMap(row -> Optional.ofNullable(row.kept)
                        .or(() -> read(messages, row.file, opener::open)
                                .filter(now -> now.id().equals(row.id)))
                        .map(message -> new Item(row.file, message))
                        .stream())
                .toList();
    }

    @Override
    public void close() {
        messages.close();
    }

    /** Empty if it was archived, released or taken away meanwhile. */
    private static Optional<OpenedMessage> read(
            MessageReader reader, String name, BiFunction<String, byte[], OpenedMessage> opener) {
        try {
            return reader.read(name).map(bytes -> opener.apply(name, bytes));
        } catch (StoreException e) {
            return Optional.of(MessageOpener.unreadable(name, String.valueOf(e.getMessage())));
        }
    }

    /** A text that there is no room for would be decrypted for nothing. */
    private static Optional<Row> row(
            MessageReader reader, String name, MessageOpener opener, Predicate<OpenedMessage> wanted, AtomicLong room) {
        boolean isRoom = room.get() > 0;
        return read(reader, name, isRoom ? opener::open : opener::judge).map(message -> {
            boolean shown = wanted.test(message);
            boolean kept = shown && isRoom && room.addAndGet(-message.weight()) >= 0;
            return new Row(name, message.id(), time(message), shown, kept ? message : null);
        });
    }

    private static Instant time(OpenedMessage message) {
        try {
            return Rfc3339.parse(message.timestamp());
        } catch (IllegalArgumentException e) {
            return Instant.MIN; // what says no time can't push itself to the end, where people look
        }
    }
}
