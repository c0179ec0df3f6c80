package dev.openfused.gateway;

import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.QueueException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line into the queue several times a minute: what fails is then in the log though nobody sends anything, and
 * {@code openfuse doctor} sees by the line whether the running gateway can write.
 */
final class QueueWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Path store;
    private final DeliveryQueue queue;
    private final Clock clock;
    private final Runnable whenLost;
    private @Nullable RepeatedTask task;
    private boolean failing;

    /**
     * Watches nothing yet.
     *
     * @param whenLost called on each look that finds the queue's state gone
     */
    QueueWatch(Path store, DeliveryQueue queue, Clock clock, Runnable whenLost) {
        this.store = store;
        this.queue = queue;
        this.clock = clock;
        this.whenLost = whenLost;
    }

    void start() {
        task = RepeatedTask.start("queue-watch", Duration.ZERO, PERIOD, this::look);
    }

    private void look() {
        try {
            queue.setNote(DeliveryQueue.ALIVE, clock.instant().toString());
            if (failing) {
                LOG.info("{} accepts messages again", store);
            }
            failing = false;
        } catch (QueueException e) {
            if (!failing) {
                LOG.error("{} accepts and delivers nothing: {}", store, e.getMessage());
            }
            failing = true;
            if (e.isLost()) {
                whenLost.run();
            }
        }
    }

    @Override
    public void close() {
        if (task != null) {
            task.close();
        }
    }
}
