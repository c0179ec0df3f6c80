package dev.openfused.gateway.crypto;

import com.exceptionfactory.jagged.DecryptingChannelFactory;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens what is sealed to one agent, with its current and its retired identities. Safe for use by several threads. */
public final class MessageDecryptor {
    private final SignatureEngine engine;
    private final AgentKeys keys;
    private volatile @Nullable List<RecipientStanzaReader> identities;

    /**
     * A decryptor.
     *
     * @param engine the curve arithmetic
     * @param keys whose mail to open
     */
    public MessageDecryptor(SignatureEngine engine, AgentKeys keys) {
        this.engine = engine;
        this.keys = keys;
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
        AgeHeader header = new AgeHeader(identities());
        try (var channel = channels()
                        .newDecryptingChannel(
                                Channels.newChannel(new ByteArrayInputStream(sealed.ageFile())), List.of(header));
                var plaintext = Channels.newInputStream(channel)) {
            return new Decrypted(plaintext.readAllBytes(), header.senders());
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new RejectedMessageException(
                    Reason.CANNOT_DECRYPT, "the text is encrypted to somebody else, or damaged", e);
        }
    }

    private List<RecipientStanzaReader> identities() throws RejectedMessageException {
        List<RecipientStanzaReader> known = identities;
        if (known == null) {
            known = new ArrayList<>();
            for (String identity : keys.ageIdentities()) {
                try {
                    known.add(reader(identity));
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("an age identity that was checked is refused", e);
                }
            }
            identities = known;
        }
        return known;
    }

    private RecipientStanzaReader reader(String identity) throws GeneralSecurityException {
        Provider provider = engine.provider();
        return provider == null
                ? X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity)
                : X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity, provider);
    }

    private DecryptingChannelFactory channels() {
        Provider provider = engine.provider();
        return provider == null
                ? new StandardDecryptingChannelFactory()
                : new StandardDecryptingChannelFactory(provider);
    }
}
