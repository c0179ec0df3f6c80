package dev.openfused.gateway.crypto;

import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.SignedMessage;
import java.time.Instant;

/**
 * A message whose own key signed it, in canonical form. Only {@link MessageVerifier} makes one, so holding one is the
 * proof. Whether that key is somebody we know is the keyring's question.
 */
public final class AuthenticMessage {
    private final SignedMessage signed;
    private final MessageId id;
    private final Instant signedAt;
    private final Fingerprint fingerprint;

    AuthenticMessage(SignedMessage signed, MessageId id, Instant signedAt, Fingerprint fingerprint) {
        this.signed = signed;
        this.id = id;
        this.signedAt = signedAt;
        this.fingerprint = fingerprint;
    }

    /**
     * The envelope.
     *
     * @return as it was read
     */
    public SignedMessage signed() {
        return signed;
    }

    /**
     * The message's name; for a re-sent message that of the original (its {@code resent.signature} was verified).
     *
     * @return the id
     */
    public MessageId id() {
        return id;
    }

    /**
     * When this copy was signed.
     *
     * @return the parsed timestamp
     */
    public Instant signedAt() {
        return signedAt;
    }

    /**
     * The signer's.
     *
     * @return the fingerprint of {@code publicKey}
     */
    public Fingerprint fingerprint() {
        return fingerprint;
    }
}
