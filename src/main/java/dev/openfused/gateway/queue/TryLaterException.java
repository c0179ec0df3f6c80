package dev.openfused.gateway.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery did not get through now, and may another time: the other end is away, busy or asked to wait. The text says
 * what and whose; it stands as the reason in the queue's listing.
 */
public final class TryLaterException extends Exception {
    private static final long serialVersionUID = 1;

    /** The far end's wish, if it had one. */
    private final @Nullable Instant notBefore;

    /**
     * A failure after which the queue's own back-off applies.
     *
     * @param message one line: what, whose, what to do
     */
    public TryLaterException(String message) {
        this(message, null, null);
    }

    /**
     * A failure whose far end may have said when to come back.
     *
     * @param message one line: what, whose, what to do
     * @param notBefore the far end's {@code Retry-After}, or null
     * @param cause the fault that showed it, or null
     */
    public TryLaterException(String message, @Nullable Instant notBefore, @Nullable Throwable cause) {
        super(message, cause);
        this.notBefore = notBefore;
    }

    /**
     * When the far end asked us to come back.
     *
     * @return the instant, or null if it did not say
     */
    public @Nullable Instant notBefore() {
        return notBefore;
    }
}
