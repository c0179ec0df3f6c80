package dev.openfused.gateway.queue;

import dev.openfused.gateway.message.MessageId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to one target.
 *
 * @param key its number, in order of dispatch
 * @param id the message
 * @param target where it goes
 * @param sender what order is kept by: the signing key's fingerprint, or the file's claimed name when unsigned
 * @param source {@code inbox}, {@code outbox/{directory}} or {@code notice}
 * @param file base name of the file it came from
 * @param state where it stands
 * @param attempts how often it was tried
 * @param nextTry when it is tried next, if {@code WAITING}; until when it is claimed, if {@code CLAIMED}
 * @param claimant which process is at it, if {@code CLAIMED}
 * @param remoteId what the far end calls it, once done
 * @param reason why it was last put off, is dead or was dropped
 * @param parts what was sent so far: part number (from 1) to the far end's id of it (possibly empty)
 * @param created when it was dispatched
 * @param changed when its state last changed
 */
public record Delivery(
        long key,
        MessageId id,
        Target target,
        String sender,
        String source,
        String file,
        State state,
        int attempts,
        @Nullable Instant nextTry,
        @Nullable String claimant,
        @Nullable String remoteId,
        @Nullable String reason,
        Map<Integer, String> parts,
        Instant created,
        Instant changed) {

    /**
     * Copies the parts.
     *
     * @param key its number
     * @param id which message
     * @param target for whom
     * @param sender whose
     * @param source where from
     * @param file which file
     * @param state where it stands
     * @param attempts how often tried
     * @param nextTry until when it stands so, or null
     * @param claimant who is at it, or null
     * @param remoteId the far end's id, or null
     * @param reason why, or null
     * @param parts what was sent
     * @param created since when
     * @param changed when last changed
     */
    public Delivery {
        parts = Map.copyOf(parts);
    }

    /** Where a delivery stands. */
    public enum State {
        /** To be tried. */
        PENDING,
        /** Some process is at it, for as long as its lease lasts. */
        CLAIMED,
        /** Failed, to be tried again. */
        WAITING,
        /** The target has it. */
        DONE,
        /** Given up; an operator can retry it. */
        DEAD,
        /** Taken out by an operator, or not accepted by the bridge when its content was seen. */
        DROPPED
    }
}
