package dev.openfused.gateway.queue;

import dev.openfused.gateway.message.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file to be dispatched, or held in quarantine and only remembered.
 *
 * @param source {@code inbox}, {@code outbox/{directory}}, {@code quarantine}, or {@code notice} of what the gateway says itself
 * @param file its base name
 * @param id the message's id
 * @param sender what order is kept by
 * @param ciphertext that the sender sealed it, or null for readable text
 * @param targets who is to get it; none is fine, it is then only remembered
 */
public record SeenFile(
        String source,
        String file,
        MessageId id,
        String sender,
        @Nullable CiphertextClaim ciphertext,
        List<Target> targets) {
    /**
     * Copies the targets.
     *
     * @param source where from
     * @param file which file
     * @param id which message
     * @param sender whose
     * @param ciphertext that the sender sealed it, or null
     * @param targets for whom
     */
    public SeenFile {
        targets = List.copyOf(targets);
    }
}
