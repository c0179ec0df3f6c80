package dev.openfused.gateway.peer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a peer said to an envelope.
 *
 * @param verdict whether it took it
 * @param description one harmless line: who answered what
 * @param notBefore when it asked us to come back, or null
 * @param farTime what its clock says, or null
 */
public record PushAnswer(
        Verdict verdict,
        String description,
        @Nullable Instant notBefore,
        @Nullable Instant farTime) {

    /** Whether a peer took an envelope. */
    public enum Verdict {
        /** It has it, now or since before. */
        ACCEPTED,
        /** Not now: busy, or not set up. */
        LATER,
        /** Signature or age is not to its liking: the one refusal that signing again may mend. */
        FORBIDDEN,
        /** Never in this form. */
        REFUSED
    }
}
