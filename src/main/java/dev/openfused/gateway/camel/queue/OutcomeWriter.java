package dev.openfused.gateway.camel.queue;

import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.QueueException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what a far end did with a delivery or a part of it, and waits while the queue can't be written to, for as long
 * as the route runs: what the far end has and the queue does not know of would be sent once more. The thread has nothing
 * else to do meanwhile, as it can't claim either.
 */
public final class OutcomeWriter {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeWriter.class);

    /** Between two tries to write. */
    private static final Duration REST = Duration.ofMillis(250);

    /** Property, {@link OutcomeWriter}: waits as long as the route of an exchange runs. */
    private static final String WRITER = "OpenFuseOutcomeWriter";

    private static final OutcomeWriter IMPATIENT = new OutcomeWriter(() -> false);

    private final BooleanSupplier running;

    /** Asks before each wait whether the route still runs. */
    OutcomeWriter(BooleanSupplier running) {
        this.running = running;
    }

    void accompany(Exchange exchange) {
        exchange.setProperty(WRITER, this);
    }

    /**
     * For a step that writes down what a far end took.
     *
     * @param exchange of any route
     * @return one that waits if the exchange is of a route from {@code openfuse-queue:}, else one that tries once
     */
    public static OutcomeWriter of(Exchange exchange) {
        return exchange.getProperty(WRITER, IMPATIENT, OutcomeWriter.class);
    }

    /**
     * Records one sent part of a delivery.
     *
     * @param queue where the claim is from
     * @param claim a live claim
     * @param part from 1
     * @param remoteId the far end's id of it, possibly empty
     * @throws QueueException if it can't be written and the route stops
     */
    public void partSent(DeliveryQueue queue, Claim claim, int part, String remoteId) {
        write(claim, () -> {
            queue.partSent(claim, part, remoteId);
            return part;
        });
    }

    /**
     * Writes it, again and again if need be.
     *
     * @throws QueueException if it can't be written and the route stops
     */
    <T> T write(Claim claim, Supplier<T> outcome) {
        for (boolean logged = false; ; logged = true) {
            try {
                return outcome.get();
            } catch (QueueException e) {
                if (!logged) {
                    Delivery delivery = claim.delivery();
                    LOG.error(
                            "the result of delivery {} to {} can't be saved yet: {}",
                            delivery.key(),
                            delivery.target(),
                            e.getMessage());
                }
                if (!running.getAsBoolean() || !paused()) {
                    throw e;
                }
            }
        }
    }

    private static boolean paused() {
        try {
            TimeUnit.MILLISECONDS.sleep(REST.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
