package dev.openfused.gateway.message;

/**
 * The envelope as JSON. Reads strictly (UTF-8 without BOM, no duplicate keys, no lone surrogates, right types; unknown
 * keys are ignored), writes byte for byte what {@code JSON.stringify(message, null, 2)} gives.
 */
public final class MessageJson {
    private MessageJson() {}

    /**
     * Reads an envelope.
     *
     * @param json the file or body
     * @return the envelope; nothing is verified yet
     * @throws RejectedMessageException {@code MALFORMED}
     */
    public static SignedMessage read(byte[] json) throws RejectedMessageException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Writes an envelope, indented by two spaces, without a newline at the end.
     *
     * @param message the envelope
     * @return UTF-8
     */
    public static byte[] write(SignedMessage message) {
        throw new UnsupportedOperationException("contract");
    }
}
