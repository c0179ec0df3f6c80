package dev.openfused.gateway.crypto;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under one key (RFC 2104): webhooks are signed with it. Safe for use by several threads. */
public final class HmacSha256 {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * Takes a key.
     *
     * @param key at least one byte; copied
     * @throws IllegalArgumentException if it is empty
     */
    public HmacSha256(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The code of some data.
     *
     * @param data any bytes
     * @return 32 bytes
     */
    public byte[] of(byte[] data) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(data);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this JVM has no HMAC-SHA256, which every JVM must have", e);
        }
    }

    /**
     * Whether a code belongs to some data; takes the same time wherever they differ.
     *
     * @param data any bytes
     * @param code what came with them
     * @return true if it does
     */
    public boolean matches(byte[] data, byte[] code) {
        return Digests.isSame(of(data), code);
    }
}
