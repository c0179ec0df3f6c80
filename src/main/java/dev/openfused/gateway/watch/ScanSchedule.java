package dev.openfused.gateway.watch;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When to scan next: when asked to, or after a while. */
final class ScanSchedule {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long last = System.nanoTime();
    private boolean requested;
    private boolean due;
    private boolean closed;

    /** A whole scan is needed as soon as may be. */
    void request() {
        lock.lock();
        try {
            requested = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A whole scan begins: what is requested from now on asks for another one. */
    void started() {
        lock.lock();
        try {
            last = System.nanoTime();
            due = false;
        } finally {
            lock.unlock();
        }
    }

    /** A whole scan is due when the next wait is over, as the last one was not the last word. */
    void again() {
        lock.lock();
        try {
            due = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether a whole scan is due.
     *
     * @param every the longest time between two
     */
    boolean isDue(Duration every) {
        lock.lock();
        try {
            return due || System.nanoTime() - last >= every.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a scan is requested or the time is over.
     *
     * @param rest how long at most
     * @return false once closed
     */
    boolean await(Duration rest) {
        lock.lock();
        try {
            long left = rest.toNanos();
            while (!closed && !requested && left > 0) {
                left = changed.awaitNanos(left);
            }
            due |= requested;
            requested = false;
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting. */
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
