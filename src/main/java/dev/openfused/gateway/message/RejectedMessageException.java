package dev.openfused.gateway.message;

/**
 * A message that will never be accepted, however often it is tried: it is not retried, and its bytes are kept as they
 * came. The text says what, whose and, where there is one, what to do; control characters of strangers are escaped.
 */
public final class RejectedMessageException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why a message is rejected. The names are stable: they stand in audit lines and problem documents. */
    public enum Reason {
        /** Not JSON, not UTF-8, a field missing, twice or of the wrong type, or larger than allowed. */
        MALFORMED,
        /** The public key is not 64 hex digits or is one of the small-order points. */
        MALFORMED_KEY,
        /** The timestamp is not RFC 3339. */
        MALFORMED_TIMESTAMP,
        /** The signature is not by the key that the message carries, or not in canonical form. */
        BAD_SIGNATURE,
        /** Signed by one agent, encrypted by another (the sender stanza names another key). */
        STOLEN_CIPHERTEXT,
        /** Signed too long ago, or in the future. */
        STALE,
        /** Encrypted to somebody else. */
        CANNOT_DECRYPT,
        /** The key is not in the keyring under that name. */
        UNKNOWN_SENDER,
        /** The bridge does not accept what this sender or content is. */
        NOT_ACCEPTED,
        /** The other end refused for good. */
        REFUSED
    }

    /** The kind. */
    private final Reason reason;

    /**
     * A rejection.
     *
     * @param reason the kind
     * @param message one line: what, whose, what to do
     */
    public RejectedMessageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * A rejection with the fault that showed it.
     *
     * @param reason the kind
     * @param message one line: what, whose, what to do
     * @param cause the fault
     */
    public RejectedMessageException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Why.
     *
     * @return the kind
     */
    public Reason reason() {
        return reason;
    }
}
