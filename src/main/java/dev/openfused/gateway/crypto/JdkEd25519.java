package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * The JDK's own Ed25519, for what it alone does well: it is at hand without loading anything, which short commands feel
 * (BouncyCastle costs 0.3 s of a core before its first key), but ten times slower at signing and verifying.
 */
final class JdkEd25519 {
    static final String PROVIDER = "SunEC";

    private JdkEd25519() {}

    /**
     * The public key of a seed. The JDK has no call for that, but its generator takes its randomness as the seed (RFC
     * 8032, 5.1.5). That it did is seen from the private key.
     *
     * @param seed 32 bytes
     * @return 32 bytes
     * @throws GeneralSecurityException if this JVM does it otherwise
     */
    static byte[] publicKey(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", PROVIDER);
        generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
        KeyPair pair = generator.generateKeyPair();
        if (!Arrays.equals(lastBytes(pair.getPrivate()), seed)) {
            throw new GeneralSecurityException("the key pair is not that of the seed");
        }
        return lastBytes(pair.getPublic());
    }

    /** The raw key, which stands at the end of its DER form (RFC 8410). */
    private static byte[] lastBytes(Key key) {
        byte[] der = key.getEncoded();
        return Arrays.copyOfRange(der, der.length - Ed25519Encoding.POINT_LENGTH, der.length);
    }

    /** "Randomness" that is the seed. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] seed;

        Fixed(byte[] seed) {
            super(null, null); // no generator behind it to be found and seeded
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
