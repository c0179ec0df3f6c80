package dev.openfused.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Serialises changes of one store's files between the threads of this process and between processes: a lock on
 * {@code .lock} in the store's directory, a file that the original tools ignore. It does not nest.
 */
final class StoreGuard {
    static final String FILE = ".lock";

    /**
     * File locks belong to the whole process, and closing any channel on a file gives up all of them. So threads queue
     * here first, by path; two stores that share a stripe only wait for one another.
     */
    private static final ReentrantLock[] STRIPES = new ReentrantLock[64];

    static {
        for (int i = 0; i < STRIPES.length; i++) {
            STRIPES[i] = new ReentrantLock();
        }
    }

    private final Path root;

    StoreGuard(Path root) {
        this.root = root;
    }

    /** Work under the lock. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, StoreException;
    }

    /**
     * Does the work while no other process or thread is in here for this store.
     *
     * @param work what to do; must not come here again
     * @return its result
     * @throws IOException if the lock can't be had, or from the work
     * @throws StoreException from the work
     */
    <T> T hold(Work<T> work) throws IOException, StoreException {
        ReentrantLock stripe = STRIPES[Math.floorMod(root.hashCode(), STRIPES.length)];
        stripe.lock();
        try (FileChannel channel = FileChannel.open(
                        root.resolve(FILE),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                        Access.SHARED.ofFile(root));
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            return work.run();
        } finally {
            stripe.unlock();
        }
    }
}
