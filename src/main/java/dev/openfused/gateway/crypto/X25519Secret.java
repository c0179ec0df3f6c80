package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/**
 * A secret X25519 key in a provider of the Java cryptography architecture; points are raw. Safe for use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7748#section-6.1">RFC 7748, 6.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8410">RFC 8410: what DER puts before a raw key</a>
 */
final class X25519Secret {
    /** Bytes of a secret, a point, and what two agree on. */
    static final int LENGTH = 32;

    private static final String ALGORITHM = "XDH";
    private static final byte[] SECRET_PREFIX = HexFormat.of().parseHex("302e020100300506032b656e04220420");
    private static final byte[] POINT_PREFIX = HexFormat.of().parseHex("302a300506032b656e032100");
    private static final byte[] BASE_POINT = Arrays.copyOf(new byte[] {9}, LENGTH);
    private static final byte[] NOTHING_SHARED = new byte[LENGTH];

    private final @Nullable Provider provider;
    private final KeyFactory keys;
    private final PrivateKey secret;

    /**
     * A secret.
     *
     * @param secret 32 bytes
     * @param provider whose arithmetic; null for one that is registered with the JVM
     */
    X25519Secret(byte[] secret, @Nullable Provider provider) throws GeneralSecurityException {
        this.provider = provider;
        this.keys = provider == null ? KeyFactory.getInstance(ALGORITHM) : KeyFactory.getInstance(ALGORITHM, provider);
        this.secret = keys.generatePrivate(new PKCS8EncodedKeySpec(Der.key(SECRET_PREFIX, secret)));
    }

    /** The point that others agree with. */
    byte[] publicKey() throws GeneralSecurityException {
        return agree(BASE_POINT);
    }

    /**
     * What this secret and that of a point have in common.
     *
     * @param point 32 bytes
     * @return 32 bytes
     * @throws GeneralSecurityException if the point is of small order: everybody has that in common with it
     */
    byte[] agree(byte[] point) throws GeneralSecurityException {
        KeyAgreement agreement =
                provider == null ? KeyAgreement.getInstance(ALGORITHM) : KeyAgreement.getInstance(ALGORITHM, provider);
        byte[] shared;
        try {
            agreement.init(secret);
            agreement.doPhase(keys.generatePublic(new X509EncodedKeySpec(Der.key(POINT_PREFIX, point))), true);
            shared = agreement.generateSecret();
        } catch (IllegalStateException e) { // BouncyCastle's way of refusing a point of small order
            throw new GeneralSecurityException("nothing is shared with this point", e);
        }
        if (Arrays.equals(shared, NOTHING_SHARED)) {
            throw new GeneralSecurityException("nothing is shared with this point");
        }
        return shared;
    }
}
