package dev.openfused.gateway.camel.queue;

/** Is told of dead deliveries; an {@code openfuse-queue:} endpoint tells the one in its context's registry. */
@FunctionalInterface
public interface DeathWatch {
    /** Nobody is told. */
    DeathWatch NONE = key -> {};

    /**
     * A delivery is dead, and written down as such.
     *
     * @param key its number
     */
    void died(long key);
}
