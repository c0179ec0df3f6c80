package dev.openfused.gateway.camel.queue;

/** Another process delivers it: this one was stopped, or its machine slept, for longer than its lease. */
public final class LostClaimException extends Exception {
    private static final long serialVersionUID = 1;

    LostClaimException() {
        super("another process took the delivery over while this one was suspended");
    }
}
