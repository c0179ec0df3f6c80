package dev.openfused.gateway.store;

import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code .peers/{name}/}: what one peer shows, as sync fetched it (protocol sections 1 and 7). Nothing outside of it is
 * written, and no link in it is followed. Beside it, in {@code .gateway/sync/}, stands what sync remembers of the peer's files,
 * and how the peer is doing. Only the holder of the peer's {@link SyncLock} may write.
 */
public final class PeerFiles {
    static final String PEERS = ".peers";
    private static final String LAST_SYNC = ".last-sync";
    private static final int LARGEST_TIME = 100;
    private static final int LARGEST_MEMORY = 64 << 20;
    private static final int LARGEST_STATE = 64 << 10;

    private final Path root;
    private final String peer;
    private final WholeFile files;

    PeerFiles(Path root, String peer, WholeFile files) {
        this.root = root;
        this.peer = peer;
        this.files = files;
    }

    /** What became of a file. */
    public enum Written {
        /** There was none. */
        NEW,
        /** It says something else now. */
        CHANGED,
        /** It said the same before, and was not touched. */
        SAME
    }

    /**
     * Whether a name that a peer gave can be that of a file or folder here.
     *
     * @param name any text
     * @return false if it is empty, hidden, too long, or leads anywhere
     */
    public static boolean isName(String name) {
        try {
            BaseName.of(name);
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    /**
     * Writes a file, unless it says the same.
     *
     * @param way the names to it
     * @param content its bytes
     * @return what became of it
     * @throws StoreException if it can't be written; what was there stays
     */
    public Written write(List<String> way, byte[] content) throws StoreException {
        try (Folder folder = Folder.make(root, Access.SHARED, folderOf(way))) {
            String name = BaseName.of(last(way));
            BasicFileAttributes before = folder.attributes(name);
            if (before != null && !before.isRegularFile()) {
                throw new StoreException(String.join("/", way) + " of " + peer + " is not written: "
                        + folder.path().resolve(name) + " is " + Folder.kind(before) + "; remove it");
            }
            if (before != null
                    && before.size() == content.length
                    && Arrays.equals(folder.read(name, content.length), content)) {
                return Written.SAME;
            }
            files.replace(folder, name, content, Access.SHARED);
            return before == null ? Written.NEW : Written.CHANGED;
        } catch (IOException e) {
            throw StoreException.of(VisibleText.of(String.join("/", way)) + " of " + peer + " can't be written", e);
        }
    }

    /**
     * Whether a file stands here.
     *
     * @param way the names to it
     * @return true if it does
     * @throws StoreException if that can't be found out
     */
    public boolean contains(List<String> way) throws StoreException {
        try (Folder folder = Folder.open(root, folderOf(way))) {
            BasicFileAttributes attributes = folder.attributes(last(way));
            return attributes != null && attributes.isRegularFile();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        } catch (IOException e) {
            throw StoreException.of(VisibleText.of(String.join("/", way)) + " of " + peer + " can't be looked up", e);
        }
    }

    /**
     * Removes a file, and the folders that are empty then.
     *
     * @param way the names to it
     * @throws StoreException if it can't be removed
     */
    public void delete(List<String> way) throws StoreException {
        try {
            try (Folder folder = Folder.open(root, folderOf(way))) {
                folder.delete(last(way));
            }
            for (List<String> inner = parent(way); !inner.isEmpty(); inner = parent(inner)) {
                try (Folder outer = Folder.open(root, folderOf(inner))) {
                    outer.deleteIfEmpty(last(inner));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Gone is what was asked for.
        } catch (IOException e) {
            throw StoreException.of(VisibleText.of(String.join("/", way)) + " of " + peer + " can't be removed", e);
        }
    }

    /**
     * Notes in {@code .last-sync} that all went well.
     *
     * @param when at what time
     * @throws StoreException if it can't be written
     */
    public void synced(Instant when) throws StoreException {
        try (Folder folder = Folder.make(root, Access.SHARED, PEERS, peer)) {
            files.replace(folder, LAST_SYNC, when.toString().getBytes(StandardCharsets.UTF_8), Access.SHARED);
        } catch (IOException e) {
            throw StoreException.of("the time of the sync with " + peer + " can't be written", e);
        }
    }

    /**
     * When all went well for the last time.
     *
     * @return the time, or empty if it never did, or nobody can read that
     * @throws StoreException if it can't be read
     */
    public Optional<Instant> lastSync() throws StoreException {
        try (Folder folder = Folder.find(root, PEERS, peer)) {
            byte[] text = folder == null ? null : folder.read(LAST_SYNC, LARGEST_TIME);
            return text == null
                    ? Optional.empty()
                    : Optional.of(Instant.parse(new String(text, StandardCharsets.UTF_8).strip()));
        } catch (DateTimeParseException | StoreException e) {
            return Optional.empty(); // not a time, or not even a file; the next one replaces it
        } catch (IOException e) {
            throw StoreException.of("the time of the sync with " + peer + " can't be read", e);
        }
    }

    /**
     * What was remembered.
     *
     * @return the bytes, or empty if there is nothing, or nothing that can be used
     * @throws StoreException if it can't be read
     */
    public Optional<byte[]> memory() throws StoreException {
        try {
            return known(memoryName(), LARGEST_MEMORY);
        } catch (IOException e) {
            throw StoreException.of("what is known of " + peer + "'s files can't be read", e);
        }
    }

    /**
     * Remembers.
     *
     * @param content the bytes
     * @throws StoreException if it can't be written; what was remembered before stays
     */
    public void remember(byte[] content) throws StoreException {
        try {
            know(memoryName(), content);
        } catch (IOException e) {
            throw StoreException.of("what is known of " + peer + "'s files can't be written", e);
        }
    }

    /**
     * How the peer is doing, as it was kept.
     *
     * @return the bytes, or empty if there is nothing, or nothing that can be used
     * @throws StoreException if it can't be read
     */
    public Optional<byte[]> state() throws StoreException {
        try {
            return known(stateName(), LARGEST_STATE);
        } catch (IOException e) {
            throw StoreException.of("how " + peer + " is doing can't be read", e);
        }
    }

    /**
     * Keeps how the peer is doing.
     *
     * @param content the bytes
     * @throws StoreException if it can't be written; what was kept before stays
     */
    public void keepState(byte[] content) throws StoreException {
        try {
            know(stateName(), content);
        } catch (IOException e) {
            throw StoreException.of("how " + peer + " is doing can't be written", e);
        }
    }

    private Optional<byte[]> known(String name, int largest) throws IOException, StoreException {
        try (Folder folder = Folder.find(root, Store.GATEWAY, SyncLock.FOLDER)) {
            return folder == null ? Optional.empty() : Optional.ofNullable(folder.read(name, largest));
        }
    }

    private void know(String name, byte[] content) throws IOException, StoreException {
        try (Folder folder = Folder.make(root, Access.PRIVATE, Store.GATEWAY, SyncLock.FOLDER)) {
            files.replace(folder, name, content, Access.PRIVATE);
        }
    }

    private String memoryName() {
        return peer + ".json";
    }

    private String stateName() {
        return peer + ".state";
    }

    private String[] folderOf(List<String> way) throws StoreException {
        List<String> names = new ArrayList<>(List.of(PEERS, peer));
        for (String name : parent(way)) {
            names.add(BaseName.of(name));
        }
        return names.toArray(String[]::new);
    }

    private static List<String> parent(List<String> way) {
        return way.subList(0, way.size() - 1);
    }

    private static String last(List<String> way) {
        return way.get(way.size() - 1);
    }
}
