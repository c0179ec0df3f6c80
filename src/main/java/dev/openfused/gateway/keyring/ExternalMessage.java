package dev.openfused.gateway.keyring;

/** The wrapper in which language models see a message (protocol section 2): all values escaped. */
public final class ExternalMessage {
    private ExternalMessage() {}

    /**
     * Wraps a message.
     *
     * @param message any opened message
     * @return {@code <external_message …>}, a line feed, the escaped text, a line feed, {@code </external_message>}
     */
    public static String wrap(OpenedMessage message) {
        throw new UnsupportedOperationException("contract");
    }
}
