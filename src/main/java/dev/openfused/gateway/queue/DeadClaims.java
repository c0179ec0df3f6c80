package dev.openfused.gateway.queue;

/** What processes held that are gone: it need not wait for the end of their leases. */
final class DeadClaims {
    /**
     * What was tried more often waits out its lease: the try itself may be what ends the process, and others get their turn
     * before the next one.
     */
    private static final int FEW_TRIES = 3;

    private final Database database;
    private final CircuitBreaker breaker;
    private final QueueTime time;

    DeadClaims(Database database, CircuitBreaker breaker, QueueTime time) {
        this.database = database;
        this.breaker = breaker;
        this.time = time;
    }

    /** Ends their leases now. What they had begun counts as tried. */
    int takeOver() {
        return database.write(session -> {
            long now = time.millis(session);
            breaker.freeProbes(session);
            return session.update(
                    "UPDATE delivery SET due = ? WHERE state = 'CLAIMED' AND due > ? AND attempts <= ?",
                    now,
                    now,
                    FEW_TRIES);
        });
    }
}
