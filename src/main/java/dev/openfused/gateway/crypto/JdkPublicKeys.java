package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * Public keys by the JDK's own curves, for what they alone do well: they are at hand without loading anything, which short
 * commands feel (BouncyCastle costs 0.3 s of a core before its first key).
 */
final class JdkPublicKeys {
    static final String PROVIDER = "SunEC";

    private JdkPublicKeys() {}

    /**
     * The signing key of a seed.
     *
     * @param seed 32 bytes
     * @return 32 bytes
     * @throws GeneralSecurityException if this JVM does it otherwise
     */
    static byte[] ed25519(byte[] seed) throws GeneralSecurityException {
        return publicKey(NamedParameterSpec.ED25519, seed);
    }

    /**
     * The point of a secret. A key agreement gives the same, but looks for services in all jars of the class path first.
     *
     * @param secret 32 bytes
     * @return 32 bytes
     * @throws GeneralSecurityException if this JVM does it otherwise
     */
    static byte[] x25519(byte[] secret) throws GeneralSecurityException {
        return publicKey(NamedParameterSpec.X25519, secret);
    }

    /**
     * The JDK has no call for that, but its generators take their randomness as the secret (RFC 8032, 5.1.5; RFC 7748, 6.1).
     * That they did is seen from the private key.
     */
    private static byte[] publicKey(NamedParameterSpec curve, byte[] secret) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(curve.getName(), PROVIDER);
        generator.initialize(curve, new Fixed(secret));
        KeyPair pair = generator.generateKeyPair();
        if (!Arrays.equals(lastBytes(pair.getPrivate()), secret)) {
            throw new GeneralSecurityException("the key pair is not that of the secret");
        }
        return lastBytes(pair.getPublic());
    }

    /** The raw key, which stands at the end of its DER form (RFC 8410). */
    private static byte[] lastBytes(Key key) {
        byte[] der = key.getEncoded();
        return Arrays.copyOfRange(der, der.length - Ed25519Encoding.POINT_LENGTH, der.length);
    }

    /** "Randomness" that is the secret. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] secret;

        Fixed(byte[] secret) {
            super(null, null); // no generator behind it to be found and seeded
            this.secret = secret;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(secret, 0, bytes, 0, bytes.length);
        }
    }
}
