package dev.openfused.gateway.crypto;

import com.exceptionfactory.jagged.EncryptingChannelFactory;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encrypts to one X25519 recipient, naming the sender in the header. */
final class AgeEncryption {
    private final @Nullable Provider provider;

    AgeEncryption(@Nullable Provider provider) {
        this.provider = provider;
    }

    /**
     * Encrypts.
     *
     * @return a binary age file
     * @throws IllegalArgumentException if nothing can be encrypted to that recipient
     */
    byte[] encrypt(AgeRecipient recipient, Fingerprint sender, byte[] plaintext) {
        ByteArrayOutputStream ageFile = new ByteArrayOutputStream(plaintext.length + 512);
        try {
            List<RecipientStanzaWriter> stanzas = List.of(stanza(recipient), new SenderStanza(sender));
            try (WritableByteChannel channel = channels().newEncryptingChannel(Channels.newChannel(ageFile), stanzas)) {
                channel.write(ByteBuffer.wrap(plaintext));
            }
        } catch (GeneralSecurityException
                | IllegalStateException e) { // BouncyCastle's way of refusing a small-order key
            throw new IllegalArgumentException("nothing can be encrypted to this age recipient", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return ageFile.toByteArray();
    }

    private RecipientStanzaWriter stanza(AgeRecipient recipient) throws GeneralSecurityException {
        return provider == null
                ? X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient.value())
                : X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient.value(), provider);
    }

    private EncryptingChannelFactory channels() {
        return provider == null
                ? new StandardEncryptingChannelFactory()
                : new StandardEncryptingChannelFactory(provider);
    }
}
