package dev.openfused.gateway.queue;

/**
 * A delivery that this process has to itself until the lease ends. Ended by one of the queue's verbs; a claim whose lease
 * ended and that another process took since can't change anything any more.
 */
public final class Claim {
    private final Delivery delivery;
    private final byte[] envelope;
    private final String token;

    Claim(Delivery delivery, byte[] envelope, String token) {
        this.delivery = delivery;
        this.envelope = envelope.clone();
        this.token = token;
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

    String token() {
        return token;
    }
}
