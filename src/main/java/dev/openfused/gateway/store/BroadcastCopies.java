package dev.openfused.gateway.store;

import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code outbox/.broadcast/}: one copy of each own broadcast, sealed to ourselves. Files never change once written. */
public final class BroadcastCopies {
    static final String BROADCAST = ".broadcast";

    private static final String OUTBOX = Outbox.OUTBOX;

    private final Path root;

    BroadcastCopies(Path root) {
        this.root = root;
    }

    /**
     * The directory, made if it is not there, for watching.
     *
     * @return absolute
     * @throws StoreException if it can't be made
     */
    public Path directory() throws StoreException {
        try (Folder folder = Folder.make(root, Access.PRIVATE, OUTBOX, BROADCAST)) {
            return root.resolve(OUTBOX).resolve(BROADCAST);
        } catch (IOException e) {
            throw StoreException.of("the folder of own broadcasts can't be made", e);
        }
    }

    /**
     * The base names, without reading any. Close the stream.
     *
     * @return names, unordered
     * @throws StoreException if the directory can't be read
     */
    public Stream<String> names() throws StoreException {
        try {
            Folder folder = Folder.find(root, OUTBOX, BROADCAST);
            return folder == null ? Stream.empty() : Inbox.messagesIn(folder);
        } catch (IOException e) {
            throw StoreException.of("the own broadcasts can't be read", e);
        }
    }

    /**
     * Reads one.
     *
     * @param name a base name
     * @return its bytes, or empty if there is none
     * @throws StoreException if it is a link, no regular file, or too large; the text says which
     */
    public Optional<byte[]> read(String name) throws StoreException {
        BaseName.of(name);
        try (Folder folder = Folder.find(root, OUTBOX, BROADCAST)) {
            return Optional.ofNullable(folder == null ? null : folder.read(name, Inbox.LARGEST));
        } catch (IOException e) {
            throw StoreException.of("broadcast '" + VisibleText.of(name) + "' can't be read", e);
        }
    }

    /**
     * Whether one of this name is there; nothing is opened.
     *
     * @param name a base name
     * @return true if there is something of that name
     * @throws StoreException if the directory can't be read
     */
    public boolean contains(String name) throws StoreException {
        BaseName.of(name);
        try (Folder folder = Folder.find(root, OUTBOX, BROADCAST)) {
            return folder != null && folder.attributes(name) != null;
        } catch (IOException e) {
            throw StoreException.of("the own broadcasts can't be read", e);
        }
    }
}
