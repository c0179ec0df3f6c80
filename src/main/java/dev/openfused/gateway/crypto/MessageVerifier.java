package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.VisibleText;
import java.time.Instant;
import java.util.HexFormat;

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
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7">RFC 8032, 5.1.7 Verify</a>
     */
    public AuthenticMessage verify(SignedMessage signed) throws RejectedMessageException {
        byte[] key = key(signed);
        Instant signedAt = time(signed, signed.timestamp());
        byte[] signature = signature(signed, key, signed.signedBytes(), signed.signature());
        SignedMessage.Resent resent = signed.resent();
        if (resent != null) {
            time(signed, resent.timestamp());
            signature = signature(
                    signed,
                    key,
                    SignedMessage.signedBytes(signed.from(), resent.timestamp(), signed.message()),
                    resent.signature());
        }
        return new AuthenticMessage(
                signed, MessageId.of(Digests.sha256(signature)), signedAt, Fingerprint.of(signed.publicKey()));
    }

    /**
     * Checks a signature over a text that is no message, such as a challenge (protocol section 6).
     *
     * @param publicKey 64 lower-case hex digits, else the answer is no
     * @param text what was signed
     * @param signature canonical Base64 of 64 bytes, else the answer is no
     * @return true only if that key signed that text
     */
    public boolean isSigned(String publicKey, String text, String signature) {
        return SigningKey.isWellFormed(publicKey)
                && CanonicalBase64.PADDED
                        .decode(signature)
                        .filter(s -> engine.verify(HexFormat.of().parseHex(publicKey), text.getBytes(UTF_8), s))
                        .isPresent();
    }

    /**
     * What does the arithmetic.
     *
     * @return the engine
     */
    public SignatureEngine engine() {
        return engine;
    }

    private static byte[] key(SignedMessage signed) throws RejectedMessageException {
        if (SigningKey.isWellFormed(signed.publicKey())) {
            byte[] key = HexFormat.of().parseHex(signed.publicKey());
            if (Ed25519Encoding.isAcceptablePoint(key)) {
                return key;
            }
        }
        throw new RejectedMessageException(
                Reason.MALFORMED_KEY, naming(signed) + " carries no usable key: it must be 64 lower-case hex digits");
    }

    private static Instant time(SignedMessage signed, String timestamp) throws RejectedMessageException {
        try {
            return Rfc3339.parse(timestamp);
        } catch (IllegalArgumentException e) {
            throw new RejectedMessageException(
                    Reason.MALFORMED_TIMESTAMP, naming(signed) + " has no usable time: " + e.getMessage(), e);
        }
    }

    private byte[] signature(SignedMessage signed, byte[] key, byte[] data, String signature)
            throws RejectedMessageException {
        return CanonicalBase64.PADDED
                .decode(signature)
                .filter(s -> engine.verify(key, data, s))
                .orElseThrow(() -> new RejectedMessageException(
                        Reason.BAD_SIGNATURE,
                        naming(signed) + " at " + VisibleText.of(signed.timestamp())
                                + " was not signed by the key it carries; it was changed or cut short after signing"));
    }

    private static String naming(SignedMessage signed) {
        return "message from '" + VisibleText.of(signed.from()) + "'";
    }
}
