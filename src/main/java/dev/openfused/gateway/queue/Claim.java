package dev.openfused.gateway.queue;

import java.time.Duration;

/**
 * A delivery that this process has to itself until the lease ends. Ended by one of the queue's verbs; a claim whose lease
 * ended and that another process took since can't change anything any more.
 */
public final class Claim {
    private final Delivery delivery;
    private final byte[] envelope;
    private final String token;
    private final Duration waited;

    Claim(Delivery delivery, byte[] envelope, String token, Duration waited) {
        this.delivery = delivery;
        this.envelope = envelope.clone();
        this.token = token;
        this.waited = waited;
    }

    /**
     * What is to be delivered.
     *
     * @return as it stood when claimed; {@code attempts} counts this try
     */
    public Delivery delivery() {
        return delivery;
    }

    /**
     * The sealed envelope, as it was when dispatched.
     *
     * @return a copy
     */
    public byte[] envelope() {
        return envelope.clone();
    }

    /**
     * How long it has been on its way, when it was claimed.
     *
     * @return since its dispatch, by the queue's time, which no set clock lengthens
     */
    public Duration waited() {
        return waited;
    }

    String token() {
        return token;
    }
}
