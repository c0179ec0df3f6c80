package dev.openfused.gateway.queue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What every delivery queue holds to. An engine's test says which database, and adds what only that one has. */
abstract class DeliveryQueueContract
        implements QueueMemoryContract,
                QueueDispatchContract,
                QueueClaimContract,
                QueueOrderContract,
                QueueDueContract,
                QueueRetryContract,
                QueueStoresContract,
                QueueOperatingContract {
    private final SettableClock clock = new SettableClock();
    private final List<DeliveryQueue> opened = new ArrayList<>();
    private int processes;

    @Override
    public SettableClock clock() {
        return clock;
    }

    @Override
    public DeliveryQueue queue(QueueOptions options) {
        return queue(StoreIdentity.SOLE, options);
    }

    @Override
    public DeliveryQueue queue(StoreIdentity store) {
        return queue(store, QueueOptions.DEFAULT);
    }

    private DeliveryQueue queue(StoreIdentity store, QueueOptions options) {
        DeliveryQueue queue =
                new SqlDeliveryQueue(database(), store, time(), clock, clock::nanos, options, "process-" + ++processes);
        opened.add(queue);
        return queue;
    }

    /** The time by which the engine's deliveries go, told by the test's clock. */
    abstract QueueTime time();

    @AfterEach
    void close() {
        opened.forEach(DeliveryQueue::close);
    }
}
