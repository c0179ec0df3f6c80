package dev.openfused.gateway.camel.queue;

import java.time.Duration;
import java.util.Optional;

/** When the next delivery to a target may be tried. Asked by one thread. */
public interface Pace {
    /**
     * How long nothing is to be tried from now on.
     *
     * @return zero if something may be tried at once; empty if there was nothing to try: what has come since may have to wait,
     *     so it is not tried before asking again
     */
    Optional<Duration> rest();

    /** One delivery is being tried. */
    void tried();

    /**
     * Whether the next is claimed only when the one before has ended, as each try takes along what waits.
     *
     * @return true for one at a time
     */
    boolean oneAtATime();
}
