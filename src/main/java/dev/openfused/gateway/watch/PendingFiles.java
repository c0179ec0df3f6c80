package dev.openfused.gateway.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Files to be shown, each once, in the order they came; and files to be shown again after a while. Bounded. */
final class PendingFiles {
    /** So many names are kept; what comes on top is found by a scan. */
    private static final int MOST = 50_000;

    private record Later(Path file, long at) implements Comparable<Later> {
        @Override
        public int compareTo(Later other) {
            return Long.signum(at - other.at);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Path> now = new LinkedHashSet<>();
    private final PriorityQueue<Later> later = new PriorityQueue<>();
    private boolean closed;

    /**
     * Adds a file unless it waits already.
     *
     * @return false if there is no room
     */
    boolean add(Path file) {
        lock.lock();
        try {
            if (now.size() >= MOST) {
                return now.contains(file);
            }
            now.add(file);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a file, waiting for room; not to be used before somebody takes files out. */
    void addWaiting(Path file) {
        lock.lock();
        try {
            while (now.size() >= MOST && !closed) {
                changed.awaitUninterruptibly();
            }
            now.add(file);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void addLater(Path file, Duration wait) {
        lock.lock();
        try {
            if (later.size() < MOST) {
                later.add(new Later(file, System.nanoTime() + wait.toNanos()));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next file, as soon as there is one.
     *
     * @return null once closed
     */
    @Nullable
    Path next() {
        lock.lock();
        try {
            while (!closed) {
                Path file = takeDue();
                if (file != null) {
                    return file;
                }
                awaitChange();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Path takeDue() {
        Later due = later.peek();
        if (due != null && due.at() - System.nanoTime() <= 0) {
            later.remove();
            return due.file();
        }
        Iterator<Path> first = now.iterator();
        if (!first.hasNext()) {
            return null;
        }
        Path file = first.next();
        first.remove();
        changed.signalAll();
        return file;
    }

    private void awaitChange() {
        Later soonest = later.peek();
        try {
            if (soonest == null) {
                changed.awaitUninterruptibly();
            } else {
                long unused = changed.awaitNanos(
                        Math.max(soonest.at() - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(1)));
            }
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
