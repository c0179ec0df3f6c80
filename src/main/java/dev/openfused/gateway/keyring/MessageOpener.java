package dev.openfused.gateway.keyring;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageVerifier;

/**
 * Opens whatever stands in an inbox: verify, look up, decrypt. Never throws for what a stranger wrote: everything comes
 * out as an {@link OpenedMessage}, the odd ones unverified with the reason. Immutable; make a new one when the keyring
 * changes.
 */
public final class MessageOpener {
    private final MessageVerifier verifier;
    private final Keyring keyring;
    private final AgentKeys keys;

    /**
     * An opener for one store as it stands.
     *
     * @param verifier checks signatures
     * @param keyring who is known
     * @param keys our own
     */
    public MessageOpener(MessageVerifier verifier, Keyring keyring, AgentKeys keys) {
        this.verifier = verifier;
        this.keyring = keyring;
        this.keys = keys;
    }

    /**
     * Opens one file, decrypting it.
     *
     * @param fileName its base name; says sender and time of unsigned files
     * @param content its bytes
     * @return the message
     */
    public OpenedMessage open(String fileName, byte[] content) {
        throw new UnsupportedOperationException("contract " + verifier + keyring + keys);
    }

    /**
     * The same without decrypting: cheap, for dispatch. The text of ciphertext is {@link OpenedMessage#CANNOT_DECRYPT}.
     *
     * @param fileName its base name
     * @param content its bytes
     * @return the message
     */
    public OpenedMessage judge(String fileName, byte[] content) {
        throw new UnsupportedOperationException("contract");
    }
}
