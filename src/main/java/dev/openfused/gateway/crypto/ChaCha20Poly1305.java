package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opens what ChaCha20-Poly1305 closed. Safe for use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8439">RFC 8439</a>
 */
final class ChaCha20Poly1305 {
    /** What the ciphertext is longer by, in bytes. */
    static final int TAG_LENGTH = 16;

    /** In bytes. */
    static final int NONCE_LENGTH = 12;

    private static final String ALGORITHM = "ChaCha20-Poly1305";

    private final @Nullable Provider provider;

    /**
     * By a provider.
     *
     * @param provider whose arithmetic; null for one that is registered with the JVM
     */
    ChaCha20Poly1305(@Nullable Provider provider) {
        this.provider = provider;
    }

    /**
     * Opens a part of an array.
     *
     * @param key 32 bytes
     * @param nonce 12 bytes
     * @return the plaintext
     * @throws GeneralSecurityException if it was closed with another key or nonce, or changed
     */
    byte[] open(byte[] key, byte[] nonce, byte[] sealed, int offset, int length) throws GeneralSecurityException {
        // A new one each time: the JDK's refuses the key and nonce it had last, and a message is opened more than once.
        Cipher cipher = provider == null ? Cipher.getInstance(ALGORITHM) : Cipher.getInstance(ALGORITHM, provider);
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
        return cipher.doFinal(sealed, offset, length);
    }
}
