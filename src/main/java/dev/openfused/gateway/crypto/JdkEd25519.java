package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * The JDK's own Ed25519, for what it alone does well: it is at hand without loading anything, which short commands feel
 * (BouncyCastle costs 0.3 s of a core before its first key), but ten times slower at signing and verifying.
 */
final class JdkEd25519 {
    private JdkEd25519() {}

    /**
     * The public key of a seed. The JDK has no call for that, but its generator takes its randomness as the seed (RFC
     * 8032, 5.1.5); the caller checks the outcome.
     *
     * @param seed 32 bytes
     * @return 32 bytes
     * @throws GeneralSecurityException if this JVM does it otherwise
     */
    static byte[] publicKey(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", "SunEC");
        generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
        byte[] der = generator.generateKeyPair().getPublic().getEncoded();
        return Arrays.copyOfRange(der, der.length - Ed25519Encoding.POINT_LENGTH, der.length);
    }

    /** "Randomness" that is the seed. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] seed;

        Fixed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
