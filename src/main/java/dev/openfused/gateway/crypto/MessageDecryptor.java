package dev.openfused.gateway.crypto;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.crypto.ByteBufferCipherFactory;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.PayloadIvParameterSpec;
import com.exceptionfactory.jagged.framework.crypto.StandardByteBufferCipherFactory;
import com.exceptionfactory.jagged.framework.format.PayloadKeyReader;
import com.exceptionfactory.jagged.framework.format.StandardPayloadKeyReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens what is sealed to one agent, with its current and its retired identities. Safe for use by several threads. */
public final class MessageDecryptor {
    /** 64 KiB of text and the tag (age, "Payload"). */
    private static final int SEALED_CHUNK = 64 * 1024 + 16;

    private final SignatureEngine engine;
    private final AgentKeys keys;
    private final PayloadKeyReader payloadKeys = new StandardPayloadKeyReader();
    private final ByteBufferCipherFactory ciphers;
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
        Provider provider = engine.provider();
        this.ciphers = provider == null
                ? new StandardByteBufferCipherFactory()
                : new StandardByteBufferCipherFactory(provider);
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
        try {
            return new Decrypted(plaintext(sealed.ageFile(), header), header.senders());
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new RejectedMessageException(
                    Reason.CANNOT_DECRYPT, "the text is encrypted to somebody else, or damaged", e);
        }
    }

    /** All is in memory already: jagged's channels would take buffers of the largest chunk for each message. */
    private byte[] plaintext(byte[] ageFile, AgeHeader header) throws GeneralSecurityException, IOException {
        ByteBuffer sealed = ByteBuffer.wrap(ageFile, 0, Math.min(ageFile.length, SealedText.LONGEST_HEADER));
        CipherKey key = payloadKeys.getPayloadKey(sealed, List.of(header));
        sealed.limit(ageFile.length);
        try {
            return plaintext(sealed, key);
        } finally {
            key.destroy();
        }
    }

    private byte[] plaintext(ByteBuffer sealed, CipherKey key) throws GeneralSecurityException {
        int end = sealed.limit();
        ByteBuffer plain = ByteBuffer.allocate(sealed.remaining());
        PayloadIvParameterSpec chunk = new PayloadIvParameterSpec();
        do {
            boolean last = sealed.remaining() <= SEALED_CHUNK;
            if (last) {
                chunk.setLastChunkFlag();
            }
            sealed.limit(last ? end : sealed.position() + SEALED_CHUNK);
            int length = ciphers.newByteBufferDecryptor(key, chunk).decrypt(sealed, plain);
            if (length == 0 && chunk.isNotFirstChunk()) {
                throw new GeneralSecurityException("an empty chunk at the end");
            }
            chunk.incrementInitializationVector();
            sealed.limit(end);
        } while (sealed.hasRemaining());
        return Arrays.copyOf(plain.array(), plain.position());
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
}
