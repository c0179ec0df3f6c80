package dev.openfused.gateway.camel.queue;

import java.time.Duration;

/** When the next delivery to a target may be tried. Asked by one thread. */
public interface Pace {
    /**
     * How long nothing is to be tried from now on.
     *
     * @return zero if something may be tried at once
     */
    Duration rest();

    /** One delivery is being tried. */
    void tried();

    /**
     * Whether the next is claimed only when the one before has ended, as each try takes along what waits.
     *
     * @return true for one at a time
     */
    boolean oneAtATime();
}
