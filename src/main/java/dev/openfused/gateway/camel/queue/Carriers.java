package dev.openfused.gateway.camel.queue;

import dev.openfused.gateway.queue.Claim;
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

/**
 * The threads that carry one target's exchanges: a limited number at a time, taken from those that all targets share. Those
 * are as many as there is work for, so that a target whose exchanges hang takes none from others.
 */
final class Carriers {
    private final Executor threads;
    private final int most;
    private final Consumer<Claim> carry;
    private final Queue<Claim> waiting = new ArrayDeque<>();
    private final Set<Thread> busy = new HashSet<>();
    private int taken;

    /**
     * @param threads shared with others
     * @param most at a time
     * @param carry throws nothing but errors
     */
    Carriers(Executor threads, int most, Consumer<Claim> carry) {
        this.threads = threads;
        this.most = most;
        this.carry = carry;
    }

    /**
     * Carries it once a thread is free, after those that came before.
     *
     * @throws RuntimeException or an error if no thread can be made; then it is not carried
     */
    synchronized void add(Claim claim) {
        waiting.add(claim);
        if (taken < most) {
            taken++;
            boolean begun = false;
            try {
                threads.execute(this::work);
                begun = true;
            } finally {
                if (!begun) {
                    taken--;
                    waiting.remove(claim);
                }
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
        try {
            for (Claim claim = next(); claim != null; claim = next()) {
                carry.accept(claim);
            }
        } finally {
            leave(thread);
        }
    }

    private synchronized @Nullable Claim next() {
        return waiting.poll();
    }

    private synchronized void leave(Thread thread) {
        busy.remove(thread);
        taken--;
        Thread.interrupted(); // meant for what it did here
        notifyAll();
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
    synchronized List<Claim> interrupt() {
        busy.forEach(Thread::interrupt);
        List<Claim> left = new ArrayList<>(waiting);
        waiting.clear();
        return left;
    }
}
