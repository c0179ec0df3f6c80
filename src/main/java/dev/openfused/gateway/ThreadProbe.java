package dev.openfused.gateway;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that the process can still start threads, and ends it if it can't, so that its supervisor restarts it: without new
 * threads it would live on and serve nobody. The JVM ends by itself when memory runs out ({@code
 * -XX:+ExitOnOutOfMemoryError}), with the same status, but not when threads do.
 */
final class ThreadProbe {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadProbe.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    /** A shortage that passes ends nothing. */
    private static final int MOST_FAILURES = 3;

    private final Runnable starting;
    private final Runnable end;
    private int failures;

    /**
     * Probes with what a test gives.
     *
     * @param starting starts a thread
     * @param end ends the process
     */
    ThreadProbe(Runnable starting, Runnable end) {
        this.starting = starting;
        this.end = end;
    }

    /**
     * Begins.
     *
     * @param end ends the process; called when several tries in a row failed
     * @return ends the probing when closed
     */
    static RepeatedTask start(Runnable end) {
        ThreadProbe probe = new ThreadProbe(() -> new Thread(() -> {}, "probe").start(), end);
        return RepeatedTask.start("probe", PERIOD, PERIOD, probe::look);
    }

    /** One try. */
    void look() {
        try {
            starting.run();
            failures = 0;
        } catch (OutOfMemoryError e) {
            failures++;
            if (failures >= MOST_FAILURES) {
                LOG.error(
                        "no thread could be started for {} s ({}): the gateway exits with status 3; restart it and"
                                + " raise the thread limit (ulimit -u, TasksMax= of systemd, pids limit of Docker)",
                        PERIOD.toSeconds() * (MOST_FAILURES - 1),
                        e.getMessage());
                end.run();
            }
        }
    }
}
