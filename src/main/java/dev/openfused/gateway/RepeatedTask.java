package dev.openfused.gateway;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a task on a thread of its own. A failure is logged and does not end the repetition. */
final class RepeatedTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedTask.class);

    private final String name;
    private final Runnable work;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private RepeatedTask(String name, Duration first, Duration pause, Runnable work) {
        this.name = name;
        this.work = work;
        this.thread = new Thread(() -> repeat(first, pause), name);
        thread.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param name for the log
     * @param first how long until the first time
     * @param pause from the end of one time to the beginning of the next
     * @param work what to do
     * @return ends it when closed
     */
    static RepeatedTask start(String name, Duration first, Duration pause, Runnable work) {
        RepeatedTask task = new RepeatedTask(name, first, pause, work);
        task.thread.start();
        return task;
    }

    private void repeat(Duration first, Duration pause) {
        try {
            for (Duration wait = first; !closed.await(wait.toMillis(), TimeUnit.MILLISECONDS); wait = pause) {
                once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed and is tried again: {}", name, e.toString());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
