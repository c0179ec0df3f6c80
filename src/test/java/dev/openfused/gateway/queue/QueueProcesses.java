package dev.openfused.gateway.queue;

import java.time.Duration;

/** Gateways that share one database, at a time that the test sets. */
interface QueueProcesses {
    Target MAIL = Target.bridge("ops-mail");
    Target HOOK = Target.bridge("ops-hook");
    Duration LEASE = Duration.ofMinutes(1);
    RetryPolicy POLICY = new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofMinutes(1));

    /** One more process on the same database. */
    default DeliveryQueue queue() {
        return queue(QueueOptions.DEFAULT.withBreaker(
                new BreakerPolicy(1_000, Duration.ofSeconds(2), Duration.ofMinutes(5))));
    }

    /** The same with options. */
    DeliveryQueue queue(QueueOptions options);

    /** The same for another directory of the store. */
    DeliveryQueue queue(StoreIdentity store);

    /** The time in all processes. */
    SettableClock clock();

    /** The same database at each call of one test. */
    Database database();

    /** What makes a query say how it would be answered. */
    String explain();

    /** The column that says it. */
    int explainColumn();
}
