package dev.openfused.gateway.camel.queue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * The threads that all targets of a context share. A target with nothing to do has none.
 *
 * <p>Claims wait for the queue's database alone, so a few threads do for all targets. Exchanges wait for far ends, each for its
 * own: they get as many threads as there are exchanges, so that none waits for a thread that another target holds.
 */
final class DeliveryThreads implements AutoCloseable {
    private static final int CLAIMING = 8;
    private static final long KEPT_SECONDS = 10;

    private final ExecutorServiceManager manager;
    private final ExecutorService claims;
    private final ExecutorService exchanges;
    private final ScheduledExecutorService timer;

    DeliveryThreads(ExecutorServiceManager manager) {
        this.manager = manager;
        this.claims = manager.newThreadPool(
                this,
                QueueComponent.SCHEME + "-claims",
                new ThreadPoolProfileBuilder("claims")
                        .poolSize(CLAIMING)
                        .maxPoolSize(CLAIMING)
                        .maxQueueSize(Integer.MAX_VALUE) // with none, a target that finds all busy is turned away
                        .keepAliveTime(KEPT_SECONDS)
                        .allowCoreThreadTimeOut(true)
                        .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                        .build());
        this.exchanges = manager.newCachedThreadPool(this, QueueComponent.SCHEME);
        if (exchanges instanceof ThreadPoolExecutor pool) {
            pool.setKeepAliveTime(KEPT_SECONDS, TimeUnit.SECONDS);
        }
        this.timer = manager.newScheduledThreadPool(
                this,
                QueueComponent.SCHEME + "-timer",
                new ThreadPoolProfileBuilder("timer")
                        .poolSize(1)
                        .maxQueueSize(-1) // no limit: each target that rests waits here
                        .build());
    }

    /** For what waits for the database at most. */
    ExecutorService claims() {
        return claims;
    }

    /** For what may wait for a far end. */
    ExecutorService exchanges() {
        return exchanges;
    }

    /** For what is over at once. */
    ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public void close() {
        manager.shutdownNow(timer);
        manager.shutdownNow(claims);
        manager.shutdownNow(exchanges);
    }
}
