package dev.openfused.gateway.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One OpenFused message as it stands in a file: who says what, and the proof (protocol section 2).
 *
 * <p>The timestamp stays text: the signature covers the characters received, and clients differ in how they write the
 * same instant. {@code encrypted} and {@code encryptionKey} are not signed; they are hints.
 *
 * @param from the sender's name, one line
 * @param timestamp when the sender signed, RFC 3339, exactly as received, one line
 * @param message plain text, or Base64 of an age file
 * @param signature Base64 of 64 bytes, Ed25519 over {@link #signedBytes()}
 * @param publicKey the sender's Ed25519 key, 64 hex digits
 * @param encryptionKey the sender's age recipient, if it has one
 * @param encrypted whether the sender says that {@code message} is ciphertext
 * @param resent the original signature, if this is a fresh copy of a message that grew too old (protocol section 7)
 */
public record SignedMessage(
        String from,
        String timestamp,
        String message,
        String signature,
        String publicKey,
        @Nullable String encryptionKey,
        boolean encrypted,
        @Nullable Resent resent) {

    /**
     * The signature a re-sent message was first sent with.
     *
     * @param timestamp when it was first signed, exactly as it was
     * @param signature Base64 of 64 bytes over the same sender and text at that time
     */
    public record Resent(String timestamp, String signature) {
        /**
         * Checks that the timestamp is one line.
         *
         * @param timestamp when it was first signed
         * @param signature the one of then
         */
        public Resent {
            requireOneLine("resent.timestamp", timestamp);
            requireNonNull(signature, "resent.signature");
        }
    }

    /**
     * Checks what the signed text needs to be read in one way only.
     *
     * @param from one line
     * @param timestamp one line
     * @param message any text
     * @param signature any text; the verifier judges it
     * @param publicKey any text; the verifier judges it
     * @param encryptionKey any text, or null
     * @param encrypted a hint
     * @param resent the first signature, or null
     * @throws IllegalArgumentException if from or timestamp is not one line
     */
    public SignedMessage {
        requireOneLine("from", from);
        requireOneLine("timestamp", timestamp);
        requireNonNull(message, "message");
        requireNonNull(signature, "signature");
        requireNonNull(publicKey, "publicKey");
    }

    /**
     * The bytes the signature covers: from, timestamp and message, joined by line feeds, in UTF-8.
     *
     * @return a fresh array
     */
    public byte[] signedBytes() {
        return signedBytes(from, timestamp, message);
    }

    /**
     * The bytes a message signature covers.
     *
     * @param from the sender's name
     * @param timestamp the time as text
     * @param message the text as it stands in the JSON
     * @return a fresh array
     */
    public static byte[] signedBytes(String from, String timestamp, String message) {
        return (from + '\n' + timestamp + '\n' + message).getBytes(UTF_8);
    }

    private static void requireOneLine(String field, String value) {
        requireNonNull(value, field);
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException(field + " is not one line");
        }
    }
}
