package dev.openfused.gateway.message;

/**
 * What a message is called wherever it goes: 64 lower-case hex digits (protocol section 2, message id). It survives
 * re-sending; one message has one id per store.
 *
 * @param value SHA-256 of the decoded signature, or of the file's bytes where there is no good signature
 */
public record MessageId(String value) {
    /**
     * Checks the form.
     *
     * @param value 64 lower-case hex digits
     */
    public MessageId {
        if (!LowerHex.is(value, 64)) {
            throw new IllegalArgumentException("a message id is 64 lower-case hex digits");
        }
    }

    /**
     * The id from its bytes.
     *
     * @param sha256 32 bytes
     * @return the id
     */
    public static MessageId of(byte[] sha256) {
        return new MessageId(java.util.HexFormat.of().formatHex(sha256));
    }

    @Override
    public String toString() {
        return value;
    }
}
