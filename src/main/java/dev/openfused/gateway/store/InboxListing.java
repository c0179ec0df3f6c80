package dev.openfused.gateway.store;

import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The inbox, or its quarantine, as a person sees it: every file opened, the odd ones unverified with the reason, each
 * message once (one id counts once, however many copies under other names lie there), oldest first.
 *
 * @param shown what was asked for
 * @param hidden how many messages are there beside those
 */
public record InboxListing(List<Item> shown, int hidden) {
    /**
     * Copies the list.
     *
     * @param shown what was asked for
     * @param hidden how many there are beside those
     */
    public InboxListing {
        shown = List.copyOf(shown);
    }

    /**
     * One message.
     *
     * @param file its base name
     * @param message what it says
     */
    public record Item(String file, OpenedMessage message) {}

    /** A message and what it is sorted by; the text of one that is not shown is let go at once. */
    private record Row(String file, MessageId id, Instant time, Optional<OpenedMessage> shown) {}

    /**
     * Reads a folder, on all processors.
     *
     * @param folder the inbox, without what is archived, or its quarantine
     * @param opener opens with the keyring and keys of now
     * @param wanted what to show
     * @return the listing
     * @throws StoreException if the directory can't be read; what stands in it never fails it
     */
    public static InboxListing of(MessageFolder folder, MessageOpener opener, Predicate<OpenedMessage> wanted)
            throws StoreException {
        List<String> names;
        try (Stream<String> all = folder.names()) {
            names = all.toList();
        }
        List<Row> rows = names.parallelStream()
                .flatMap(name -> row(folder, name, opener, wanted).stream())
                .sorted(Comparator.comparing(Row::time).thenComparing(Row::file))
                .toList();
        Set<MessageId> seen = new HashSet<>();
        List<Item> shown = new ArrayList<>();
        for (Row row : rows) {
            if (seen.add(row.id)) {
                row.shown.ifPresent(message -> shown.add(new Item(row.file, message)));
            }
        }
        return new InboxListing(shown, seen.size() - shown.size());
    }

    private static Optional<Row> row(
            MessageFolder folder, String name, MessageOpener opener, Predicate<OpenedMessage> wanted) {
        OpenedMessage message;
        try {
            Optional<byte[]> content = folder.read(name);
            if (content.isEmpty()) {
                return Optional.empty(); // archived, released or taken away meanwhile
            }
            message = opener.open(name, content.get());
        } catch (StoreException e) {
            message = MessageOpener.unreadable(name, String.valueOf(e.getMessage()));
        }
        return Optional.of(
                new Row(name, message.id(), time(message), Optional.of(message).filter(wanted)));
    }

    private static Instant time(OpenedMessage message) {
        try {
            return Rfc3339.parse(message.timestamp());
        } catch (IllegalArgumentException e) {
            return Instant.MIN; // what says no time can't push itself to the end, where people look
        }
    }
}
