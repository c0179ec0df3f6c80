package dev.openfused.gateway.crypto;

import java.security.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 and the provider for X25519. Three implementations, the same results on all vectors: BouncyCastle, the
 * baseline; Conscrypt, the fastest, where its native library loads; and the JDK's own, slow but at hand.
 */
public interface SignatureEngine {
    /**
     * The fastest that loads here; chosen once per process and logged at first use by {@code serve}.
     *
     * @return the engine
     */
    static SignatureEngine best() {
        return EngineChoice.best();
    }

    /**
     * The one that is done soonest: for commands, which end before a fast engine has made up for its loading.
     *
     * @param messages about how many there are to seal or to open
     * @return the JDK's own for a few, {@link #best()} for many, or if that is loaded already
     */
    static SignatureEngine soonest(int messages) {
        return EngineChoice.soonest(messages);
    }

    /**
     * Begins to load, on another processor, what {@link #soonest} needs for its first results, while the caller reads its
     * arguments, settings or store.
     *
     * @param messages about how many there will be; 0 for keys alone
     */
    static void prepare(int messages) {
        EngineChoice.prepare(messages);
    }

    /**
     * For logs.
     *
     * @return such as {@code Conscrypt 2.9.0} or {@code BouncyCastle 1.87}
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
     * @return a provider, not registered with the JVM; or null for those that are
     */
    @Nullable
    Provider provider();
}
