package dev.openfused.gateway.crypto;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens what is sealed to one agent, with its current and its retired identities. Safe for use by several threads.
 *
 * <p>Age files are read by code of ours, which takes half the time that jagged's does: an inbox is many small ones,
 * and listing it is over before a JVM has compiled much. What is written is written by jagged.
 */
public final class MessageDecryptor {
    private final AgentKeys keys;
    private final @Nullable Provider provider;
    private final ChaCha20Poly1305 cipher;
    private volatile @Nullable List<X25519Identity> identities;

    /**
     * A decryptor.
     *
     * @param engine the curve arithmetic
     * @param keys whose mail to open
     */
    public MessageDecryptor(SignatureEngine engine, AgentKeys keys) {
        this.keys = keys;
        this.provider = engine.provider();
        this.cipher = new ChaCha20Poly1305(provider);
    }

    /** A text that was sealed to us. */
    public static final class Decrypted {
        private final byte[] plaintext;
        private final List<String> senders;

        private Decrypted(byte[] plaintext, List<String> senders) {
            this.plaintext = plaintext;
            this.senders = senders;
        }

        /**
         * What was encrypted.
         *
         * @return the bytes, not copied
         */
        public byte[] plaintext() {
            return plaintext;
        }

        /**
         * Who sealed it, bound to the text by the header's MAC.
         *
         * @return fingerprints; none from clients that do not name the sender
         */
        public List<String> senders() {
            return senders;
        }
    }

    /**
     * Decrypts.
     *
     * @param sealed the ciphertext
     * @return all of the text
     * @throws RejectedMessageException {@code CANNOT_DECRYPT} if it is for somebody else, or damaged
     */
    public Decrypted decrypt(SealedText sealed) throws RejectedMessageException {
        List<X25519Identity> ours = identities();
        try {
            return decrypt(sealed.ageFile(), ours);
        } catch (GeneralSecurityException | RuntimeException e) { // providers differ in what they throw at odd keys
            throw new RejectedMessageException(
                    Reason.CANNOT_DECRYPT, "the text is encrypted to somebody else, or damaged", e);
        }
    }

    private Decrypted decrypt(byte[] ageFile, List<X25519Identity> ours) throws GeneralSecurityException {
        AgeHeader header = AgeHeaderReader.read(ageFile);
        Hkdf hkdf = new Hkdf(provider);
        byte[] fileKey = fileKey(header, ours, hkdf);
        header.requireMac(fileKey, hkdf);
        byte[] plaintext = new AgePayload(ageFile, header.end()).open(fileKey, hkdf, cipher);
        return new Decrypted(plaintext, header.senders());
    }

    private static byte[] fileKey(AgeHeader header, List<X25519Identity> ours, Hkdf hkdf)
            throws GeneralSecurityException {
        for (X25519Identity identity : ours) {
            for (AgeStanza stanza : header.stanzas()) {
                Optional<byte[]> fileKey = identity.fileKey(stanza, hkdf);
                if (fileKey.isPresent()) {
                    return fileKey.get();
                }
            }
        }
        throw new GeneralSecurityException("none of our identities opens it");
    }

    private List<X25519Identity> identities() {
        List<X25519Identity> known = identities;
        if (known == null) {
            known = new ArrayList<>();
            try {
                for (AgeIdentity identity : keys.identities()) {
                    known.add(new X25519Identity(identity, provider));
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("an age identity that was checked is refused", e);
            }
            identities = known;
        }
        return known;
    }
}
