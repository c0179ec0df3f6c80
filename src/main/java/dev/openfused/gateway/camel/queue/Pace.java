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
}
