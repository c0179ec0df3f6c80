package dev.openfused.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one sync run per peer: a lock on {@code .gateway/sync/{peer}.lock}, which the operating system gives up with the
 * process, however that ends.
 */
public final class SyncLock implements AutoCloseable {
    static final String FOLDER = "sync";

    /** Those of this process: the file must not be opened twice here, as closing any channel on it gives up the lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private SyncLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock if it is free.
     *
     * @param store whose sync
     * @param peer with whom; a valid name
     * @return the lock, to be closed; empty if somebody holds it
     * @throws StoreException if that can't be found out
     */
    public static Optional<SyncLock> tryTake(Store store, String peer) throws StoreException {
        Path file = store.gatewayDirectory().resolve(FOLDER).resolve(peer + ".lock");
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        Optional<SyncLock> taken = Optional.empty();
        try {
            Folder.make(store.root(), Access.PRIVATE, Store.GATEWAY, FOLDER).close();
            taken = lock(file);
            return taken;
        } catch (IOException e) {
            throw StoreException.of("the sync with " + peer + " can't be locked", e);
        } finally {
            if (taken.isEmpty()) {
                HELD.remove(file);
            }
        }
    }

    private static Optional<SyncLock> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                Access.PRIVATE.ofFile(file));
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            taken = lock != null;
            return taken ? Optional.of(new SyncLock(file, channel)) : Optional.empty();
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /**
     * Gives the lock up. Its file stays, empty.
     *
     * @throws StoreException if that fails; it is given up when the process ends
     */
    @Override
    public void close() throws StoreException {
        try {
            channel.close();
        } catch (IOException e) {
            throw StoreException.of(file + " can't be given up", e);
        } finally {
            HELD.remove(file);
        }
    }
}
