package dev.openfused.gateway.queue;

import java.time.Duration;

/**
 * What an installation may choose about its queue.
 *
 * @param durable whether a change is on disk before it counts; without, a power failure may take the last seconds
 *     (meant for measuring)
 * @param replayWindow how long a message id stays known after its last file is gone
 * @param breaker when a target is left alone for a while
 */
public record QueueOptions(boolean durable, Duration replayWindow, BreakerPolicy breaker) {
    /** Durable, 30 days, {@link BreakerPolicy#DEFAULT}. */
    public static final QueueOptions DEFAULT = new QueueOptions(true, Duration.ofDays(30), BreakerPolicy.DEFAULT);

    /**
     * The same without waiting for the disk.
     *
     * @return options for measuring
     */
    public QueueOptions notDurable() {
        return new QueueOptions(false, replayWindow, breaker);
    }

    /**
     * The same with another breaker.
     *
     * @param other when a target is left alone
     * @return the options
     */
    public QueueOptions withBreaker(BreakerPolicy other) {
        return new QueueOptions(durable, replayWindow, other);
    }
}
