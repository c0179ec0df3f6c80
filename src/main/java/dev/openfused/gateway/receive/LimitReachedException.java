package dev.openfused.gateway.receive;

import java.time.Duration;

/**
 * There is nothing wrong with a message, but it is not taken in now: somebody sends too often, or a folder is full. Nothing
 * was stored; the same may be taken in later. The text says what and whose to the operator, not to the sender.
 */
public final class LimitReachedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Which limit. The names are stable: they stand in audit lines and problem documents. */
    public enum Limit {
        /** One key's messages in some time. */
        TOO_MANY_REQUESTS,
        /** The messages in the inbox, or in its quarantine. */
        INBOX_FULL
    }

    /** The kind. */
    private final Limit limit;

    /** How long to wait. */
    private final Duration comeBack;

    LimitReachedException(Limit limit, Duration comeBack, String message) {
        super(message);
        this.limit = limit;
        this.comeBack = comeBack;
    }

    /**
     * Which limit.
     *
     * @return the kind
     */
    public Limit limit() {
        return limit;
    }

    /**
     * When it makes sense to send the same again.
     *
     * @return how long from now
     */
    public Duration comeBack() {
        return comeBack;
    }
}
