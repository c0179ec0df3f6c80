package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HKDF-SHA256 for keys of 32 bytes, and the HMAC it is made of. For one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869</a>
 */
final class Hkdf {
    /** What RFC 5869 takes where there is no salt. */
    static final byte[] NO_SALT = new byte[32];

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte FIRST_BLOCK = 1;

    private final Mac mac;

    Hkdf(@Nullable Provider provider) throws GeneralSecurityException {
        this.mac = provider == null ? Mac.getInstance(ALGORITHM) : Mac.getInstance(ALGORITHM, provider);
    }

    /**
     * Derives a key: extract, then expand to one block.
     *
     * @param secret the keying material
     * @param salt not empty
     * @param info what the key is for, ASCII
     * @return 32 bytes
     */
    byte[] derive(byte[] secret, byte[] salt, String info) throws GeneralSecurityException {
        byte[] extracted = mac(salt, secret, secret.length);
        mac.init(new SecretKeySpec(extracted, ALGORITHM));
        mac.update(info.getBytes(US_ASCII));
        mac.update(FIRST_BLOCK);
        return mac.doFinal();
    }

    /** The HMAC of the first bytes of some data. */
    byte[] mac(byte[] key, byte[] data, int length) throws GeneralSecurityException {
        mac.init(new SecretKeySpec(key, ALGORITHM));
        mac.update(data, 0, length);
        return mac.doFinal();
    }
}
