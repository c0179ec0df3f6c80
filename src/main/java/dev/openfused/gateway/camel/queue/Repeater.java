package dev.openfused.gateway.camel.queue;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task whenever it is called, and once the rest is over that the task asked for; never twice at a time. It has a thread
 * only while it runs.
 */
final class Repeater {
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Supplier<Duration> task;

    private boolean stopped = true;
    private boolean running;
    private boolean called;
    private @Nullable Future<?> rest;

    /**
     * @param threads shared with others
     * @param timer shared with others; is never kept for long
     * @param task throws nothing; says how long to rest
     */
    Repeater(Executor threads, ScheduledExecutorService timer, Supplier<Duration> task) {
        this.threads = threads;
        this.timer = timer;
        this.task = task;
    }

    synchronized void start() {
        stopped = false;
        call();
    }

    /** Runs it now, or again if it is running. Quick. */
    synchronized void call() {
        if (stopped) {
            return;
        }
        called = true;
        if (!running) {
            running = true;
            begin();
        }
    }

    private void begin() {
        Future<?> resting = rest;
        if (resting != null) {
            resting.cancel(false);
        }
        try {
            threads.execute(this::run);
        } catch (RuntimeException | OutOfMemoryError e) { // no thread can be made now
            running = false;
            restFor(Duration.ofSeconds(1));
        }
    }

    private void run() {
        Duration wanted;
        do {
            synchronized (this) {
                called = false;
            }
            wanted = task.get();
        } while (goesOn(wanted));
    }

    private synchronized boolean goesOn(Duration wanted) {
        if (!stopped && (called || wanted.isZero())) {
            return true;
        }
        running = false;
        notifyAll();
        if (!stopped) {
            restFor(wanted);
        }
        return false;
    }

    private void restFor(Duration wanted) {
        rest = timer.schedule(this::call, wanted.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs it no more; returns when the last run is over. */
    synchronized void stop() throws InterruptedException {
        stopped = true;
        Future<?> resting = rest;
        if (resting != null) {
            resting.cancel(false);
        }
        while (running) {
            wait();
        }
    }
}
