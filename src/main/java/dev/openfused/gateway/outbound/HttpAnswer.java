package dev.openfused.gateway.outbound;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.TryLaterException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the far end of a delivery answered, and what that means: delivered, try later, or never.
 *
 * @param who whose answer it is, for people, such as {@code webhook.example.org}; never the whole address, which may
 *     hold a secret
 * @param status the HTTP status
 * @param retryAfter the {@code Retry-After} header, or null
 * @param date the {@code Date} header, or null
 * @param excerpt the beginning of the body; a stranger's text, possibly empty
 */
public record HttpAnswer(
        String who,
        int status,
        @Nullable String retryAfter,
        @Nullable String date,
        String excerpt) {

    /**
     * Whether the far end took the message.
     *
     * @return true for 2xx
     */
    public boolean accepted() {
        return status >= 200 && status < 300;
    }

    /**
     * Whether it may take the message another time: it is overloaded (408, 425, 429, 5xx), or it answers with a redirect,
     * which we do not follow and an operator can mend.
     *
     * @return true if trying again makes sense
     */
    public boolean temporary() {
        return status < 200
                || (status >= 300 && status < 400)
                || status >= 500
                || status == 408
                || status == 425
                || status == 429;
    }

    /**
     * Returns only if the message was accepted.
     *
     * @param clock what {@code Retry-After} counts from
     * @throws TryLaterException if it may be accepted another time
     * @throws RejectedMessageException {@code REFUSED} if it never will
     */
    public void requireAccepted(Clock clock) throws TryLaterException, RejectedMessageException {
        if (accepted()) {
            return;
        }
        if (temporary()) {
            throw new TryLaterException(description(), comeBack(clock), null);
        }
        throw new RejectedMessageException(Reason.REFUSED, description());
    }

    /**
     * When the far end asked us to come back.
     *
     * @param clock what seconds count from
     * @return the instant, at most a day ahead, or null if it did not say
     */
    public @Nullable Instant comeBack(Clock clock) {
        return RetryAfter.parse(retryAfter, clock);
    }

    /**
     * What the far end's clock says.
     *
     * @return the {@code Date} header, or null if it is absent or unreadable
     */
    public @Nullable Instant farTime() {
        return date == null ? null : RetryAfter.httpDate(date);
    }

    /**
     * The answer in one line for people.
     *
     * @return who answered what
     */
    public String description() {
        String line = VisibleText.of(who) + " answered " + status;
        if (status >= 300 && status < 400) {
            line += ", a redirect, which is not followed; set the address it leads to";
        }
        return excerpt.isBlank() ? line : line + ": " + VisibleText.of(excerpt.strip());
    }
}
