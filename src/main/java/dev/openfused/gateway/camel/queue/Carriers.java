package dev.openfused.gateway.camel.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that carry one target's exchanges: a limited number at a time, taken from those that all targets share. Those
 * are as many as there is work for, so that a target whose exchanges hang takes none from others.
 *
 * @param <T> a claim
 */
final class Carriers<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);

    private final Executor threads;
    private final int most;
    private final Consumer<T> carry;
    private final Queue<T> waiting = new ArrayDeque<>();
    private final Set<Thread> busy = new HashSet<>();
    private int taken;

    /**
     * @param threads shared with others
     * @param most at a time
     * @param carry what it throws is logged
     */
    Carriers(Executor threads, int most, Consumer<T> carry) {
        this.threads = threads;
        this.most = most;
        this.carry = carry;
    }

    /**
     * Carries it once a thread is free, after those that came before.
     *
     * @throws RuntimeException or an error if no thread can be made and none is at work; then it is not carried
     */
    synchronized void add(T claim) {
        waiting.add(claim);
        if (taken == most) {
            return;
        }
        try {
            threads.execute(this::work);
            taken++;
        } catch (RuntimeException | Error e) { // those at work carry it once they are free
            if (taken == 0) {
                waiting.remove(claim);
                throw e;
            }
        }
    }

    /** Whether one waits for a thread. */
    synchronized boolean isBehind() {
        return !waiting.isEmpty();
    }

    private void work() {
        Thread thread = Thread.currentThread();
        synchronized (this) {
            busy.add(thread);
        }
        for (T claim = nextOrLeave(thread); claim != null; claim = nextOrLeave(thread)) {
            try {
                carry.accept(claim);
            } catch (RuntimeException | Error e) { // of this exchange alone: others may wait for this thread
                LOG.error("an exchange ended with {}", e.toString());
            }
        }
    }

    /** Leaves only while nothing waits: {@link #add} counts on those that have not left. */
    private synchronized @Nullable T nextOrLeave(Thread thread) {
        T next = waiting.poll();
        if (next == null) {
            busy.remove(thread);
            taken--;
            Thread.interrupted(); // meant for what it did here
            notifyAll();
        }
        return next;
    }

    /**
     * Waits until all is carried.
     *
     * @return false if the time was too short
     */
    synchronized boolean await(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (taken > 0 || !waiting.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /**
     * Interrupts what is carried.
     *
     * @return what waited for a thread
     */
    synchronized List<T> interrupt() {
        busy.forEach(Thread::interrupt);
        List<T> left = new ArrayList<>(waiting);
        waiting.clear();
        return left;
    }
}
