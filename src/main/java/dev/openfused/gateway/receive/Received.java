package dev.openfused.gateway.receive;

import dev.openfused.gateway.message.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * What became of an accepted message.
 *
 * @param outcome whether it is new
 * @param id the message
 * @param file the file in the inbox, or in its quarantine, that holds it; null if it was known before
 */
public record Received(
        Outcome outcome, MessageId id, @Nullable String file) {
    /** Whether a message is new. */
    public enum Outcome {
        /** New: its file and its id are on disk. */
        STORED,
        /** This store had it before; nothing was written. */
        KNOWN
    }
}
