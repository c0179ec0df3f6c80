package dev.openfused.gateway.crypto;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.SignedMessage;

/** Checks that the key in a message signed it, strictly (canonical forms only, no small-order keys). */
public final class MessageVerifier {
    private final SignatureEngine engine;

    /**
     * A verifier.
     *
     * @param engine the curve arithmetic
     */
    public MessageVerifier(SignatureEngine engine) {
        this.engine = engine;
    }

    /**
     * Checks the signature, and the original one of a re-sent message.
     *
     * @param signed the envelope
     * @return the same message, as proof
     * @throws RejectedMessageException {@code MALFORMED_KEY}, {@code MALFORMED_TIMESTAMP} or {@code BAD_SIGNATURE}
     */
    public AuthenticMessage verify(SignedMessage signed) throws RejectedMessageException {
        throw new UnsupportedOperationException("contract " + engine);
    }
}
