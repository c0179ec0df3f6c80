package dev.openfused.gateway.watch;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that restarts its work when it fails, also for lack of memory or threads: a watch that ended would go unnoticed.
 */
final class SteadyThread {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyThread.class);

    /** So that what fails at once does not fill the log. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private SteadyThread() {}

    /**
     * Makes one, a daemon.
     *
     * @param name for the log
     * @param work ends the thread when it returns; keeps outside what it has to go on with
     * @return to be started
     */
    static Thread of(String name, Runnable work) {
        Thread thread = new Thread(() -> goOn(name, work), name);
        thread.setDaemon(true);
        return thread;
    }

    private static void goOn(String name, Runnable work) {
        boolean ended = false;
        while (!ended) {
            try {
                work.run();
                ended = true;
            } catch (RuntimeException | Error e) {
                LOG.error("{} failed and is restarted: {}", name, e.toString());
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
