package dev.openfused.gateway;

import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.QueueException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases ended deliveries and their sealed copies once they are old enough ({@code openfuse.queue.keep}), or sooner if the
 * queue grows beyond {@code openfuse.queue.keep-size}, and gives their room back to the disk.
 */
final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration PERIOD = Duration.ofHours(1);

    private final DeliveryQueue queue;
    private final Duration keep;
    private final long keepSize;
    private final Clock clock;
    private @Nullable RepeatedTask task;

    Retention(DeliveryQueue queue, Duration keep, long keepSize, Clock clock) {
        this.queue = queue;
        this.keep = keep;
        this.keepSize = keepSize;
        this.clock = clock;
    }

    void start() {
        task = RepeatedTask.start("retention", FIRST, PERIOD, this::purge);
    }

    /** One run. */
    void purge() {
        try {
            int erased = queue.purge(clock.instant().minus(keep));
            if (erased > 0) {
                LOG.info("erased {} deliveries that ended more than {} days ago", erased, keep.toDays());
            }
            int beyond = queue.purgeBeyond(keepSize);
            if (beyond > 0) {
                LOG.info(
                        "erased the {} oldest finished deliveries: the queue was larger than openfuse.queue.keep-size",
                        beyond);
            }
        } catch (QueueException e) {
            LOG.warn("old deliveries could not be erased: {}", e.getMessage());
        }
        shrink();
    }

    private void shrink() {
        try {
            long bytes = queue.shrink();
            if (bytes > 0) {
                LOG.info("the queue's database shrank by {} KiB that erased deliveries had taken", bytes >> 10);
            }
        } catch (QueueException e) {
            LOG.warn("the queue's database could not be made smaller: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (task != null) {
            task.close();
        }
    }
}
