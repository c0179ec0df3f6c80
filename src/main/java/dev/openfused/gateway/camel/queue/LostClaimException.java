package dev.openfused.gateway.camel.queue;

/** Thrown if another process has taken a delivery over: this one was suspended for longer than its lease. */
public final class LostClaimException extends Exception {
    private static final long serialVersionUID = 1;

    /** A claim that was lost. */
    public LostClaimException() {
        super("another process took the delivery over while this one was suspended");
    }
}
