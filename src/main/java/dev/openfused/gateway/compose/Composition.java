package dev.openfused.gateway.compose;

import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.VisibleText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a text.
 *
 * @param copies one for each recipient, in keyring order or as they were named
 * @param ownCopy where the copy of a broadcast stands that is sealed to ourselves, relative to the store; null if none
 *     was kept
 */
public record Composition(List<Copy> copies, @Nullable String ownCopy) {
    /**
     * Copies the list.
     *
     * @param copies one for each recipient
     * @param ownCopy where the copy for ourselves stands, or null
     */
    public Composition {
        copies = List.copyOf(copies);
    }

    /**
     * One message for one recipient.
     *
     * @param recipient its name in the keyring
     * @param fingerprint of its key
     * @param id the message's
     * @param file where it stands, relative to the store
     * @param local whether that is our own inbox: it has arrived
     * @param encrypted whether only the recipient can read it
     * @param trusted whether we trust the recipient
     */
    public record Copy(
            String recipient,
            Fingerprint fingerprint,
            MessageId id,
            String file,
            boolean local,
            boolean encrypted,
            boolean trusted) {}

    /**
     * What the sender should know.
     *
     * @return lines for people, possibly none
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (Copy copy : copies) {
            String name = VisibleText.of(copy.recipient());
            if (!copy.encrypted()) {
                warnings.add("the message to " + name + " is not encrypted: its age key is not known; import it with"
                        + " 'openfuse key import " + name + "'");
            }
            if (!copy.trusted()) {
                warnings.add(name + " is not trusted; compare its fingerprint " + copy.fingerprint()
                        + ", then 'openfuse key trust " + name + "'");
            }
        }
        return warnings;
    }
}
