package dev.openfused.gateway.crypto;

import java.security.Provider;

/**
 * Ed25519 and the provider for X25519. Two implementations, the same results on all vectors: BouncyCastle, the
 * baseline, and Conscrypt where its native library loads.
 */
public interface SignatureEngine {
    /**
     * The fastest that loads here; chosen once per process and logged at first use by {@code serve}.
     *
     * @return the engine
     */
    static SignatureEngine best() {
        return BestEngine.INSTANCE;
    }

    /**
     * For logs.
     *
     * @return {@code Conscrypt 2.9.0} or {@code BouncyCastle 1.87}
     */
    String name();

    /**
     * Signs (RFC 8032, Ed25519).
     *
     * @param seed 32 bytes
     * @param data what to sign
     * @return 64 bytes
     */
    byte[] sign(byte[] seed, byte[] data);

    /**
     * Verifies, strictly; any fault is false.
     *
     * @param publicKey 32 bytes
     * @param data what was signed
     * @param signature must be 64 bytes with canonical S
     * @return true only if the key signed the data
     */
    boolean verify(byte[] publicKey, byte[] data, byte[] signature);

    /**
     * The public key of a seed.
     *
     * @param seed 32 bytes
     * @return 32 bytes
     */
    byte[] publicKey(byte[] seed);

    /**
     * The public key of a secret X25519 key.
     *
     * @param secret 32 bytes
     * @return 32 bytes
     */
    byte[] agreementKey(byte[] secret);

    /**
     * Where X25519 and ChaCha20-Poly1305 come from for age.
     *
     * @return a provider, not registered with the JVM
     */
    Provider provider();
}
