package dev.openfused.gateway.store;

import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** {@code inbox/}: received messages. Hostile ground (protocol section 11): regular files only, no link is followed. */
public final class Inbox implements MessageFolder {
    /** The largest file that is read, in bytes: the largest message. */
    public static final int LARGEST = MessageJson.LARGEST;

    static final String INBOX = "inbox";

    private static final String ARCHIVE = ".read";

    private final Path root;
    private final WholeFile files;
    private final Quarantine quarantine;

    Inbox(Path root, WholeFile files) {
        this.root = root;
        this.files = files;
        this.quarantine = new Quarantine(root, files);
    }

    /**
     * {@code inbox/.quarantine/}.
     *
     * @return the same each time
     */
    public Quarantine quarantine() {
        return quarantine;
    }

    /**
     * The directory, for watching.
     *
     * @return absolute
     */
    public Path directory() {
        return root.resolve(INBOX);
    }

    @Override
    public Stream<String> names() throws StoreException {
        try {
            return messagesIn(Folder.open(root, INBOX));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The same of {@code inbox/.read/}: messages that the agent has dealt with. Close the stream.
     *
     * @return names, unordered
     * @throws StoreException if the directory can't be read
     */
    public Stream<String> archivedNames() throws StoreException {
        try {
            Folder archive = Folder.find(root, INBOX, ARCHIVE);
            return archive == null ? Stream.empty() : messagesIn(archive);
        } catch (IOException e) {
            throw StoreException.of("the archive of the inbox can't be read", e);
        }
    }

    /** Closes the folder with the stream. */
    static Stream<String> messagesIn(Folder folder) {
        Iterator<String> names = folder.names();
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(names, Spliterator.DISTINCT | Spliterator.NONNULL), false)
                .filter(Inbox::isMessage)
                .onClose(() -> close(folder));
    }

    /** Reads a message wherever it is: in {@code inbox/} or, once archived, in {@code inbox/.read/}. */
    @Override
    public MessageReader reader() throws StoreException {
        try {
            return new MessageReader(Folder.open(root, INBOX), this::readArchived);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private byte @Nullable [] readArchived(String name) throws IOException, StoreException {
        try (Folder archive = Folder.find(root, INBOX, ARCHIVE)) {
            return archive == null ? null : archive.read(name, LARGEST);
        }
    }

    /**
     * Whether a message of this name stands in {@code inbox/} or {@code inbox/.read/}; nothing is opened.
     *
     * @param name a base name
     * @return true if there is something of that name
     * @throws StoreException if the directory can't be read
     */
    @Override
    public boolean contains(String name) throws StoreException {
        BaseName.of(name);
        try (Folder folder = Folder.open(root, INBOX);
                Folder archive = Folder.find(root, INBOX, ARCHIVE)) {
            return folder.attributes(name) != null || (archive != null && archive.attributes(name) != null);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String put(String name, byte[] content) throws StoreException {
        BaseName.of(name);
        try (Folder folder = Folder.make(root, Access.SHARED, INBOX)) {
            return files.create(folder, name, content, Access.SHARED);
        } catch (IOException e) {
            throw StoreException.of("message '" + VisibleText.of(name) + "' can't be stored in the inbox", e);
        }
    }

    /**
     * Moves a message to {@code inbox/.read/}. A name that is taken there gets a counter before its suffix.
     *
     * @param name a base name
     * @throws StoreException if there is none
     */
    public void archive(String name) throws StoreException {
        BaseName.of(name);
        try (Folder folder = Folder.open(root, INBOX)) {
            if (folder.attributes(name) == null) {
                throw new StoreException("no message '" + VisibleText.of(name)
                        + "' in the inbox; 'openfuse inbox list --all' shows what there is");
            }
            try (Folder archive = Folder.make(root, Access.SHARED, INBOX, ARCHIVE)) {
                files.move(folder, name, archive, null);
            }
        } catch (IOException e) {
            throw StoreException.of("message '" + VisibleText.of(name) + "' can't be archived", e);
        }
    }

    static boolean isMessage(String name) {
        return !name.startsWith(".") && (name.endsWith(".json") || name.endsWith(".md"));
    }

    private static StoreException unreadable(IOException fault) {
        return StoreException.of("the inbox can't be read", fault);
    }

    static void close(Folder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
