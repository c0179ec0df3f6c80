package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import org.conscrypt.Conscrypt;

/** Twice as fast as the baseline: BoringSSL, where its native library loads. */
public final class ConscryptEngine implements SignatureEngine {
    private final Provider provider;
    private final ProviderEd25519 ed25519;
    private final SignatureEngine baseline = new BouncyCastleEngine();

    private ConscryptEngine(Provider provider) throws GeneralSecurityException {
        this.provider = provider;
        this.ed25519 = new ProviderEd25519(provider);
    }

    /**
     * Loads the native library and tries it.
     *
     * @return the engine, or empty where there is no library for this machine or it does not do what we need
     */
    public static Optional<SignatureEngine> load() {
        try {
            ConscryptEngine engine = new ConscryptEngine(Conscrypt.newProvider());
            byte[] seed = new byte[Ed25519Encoding.POINT_LENGTH];
            engine.sign(seed, seed);
            return Optional.of(engine);
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            return Optional.empty(); // the baseline serves as well, only slower
        }
    }

    @Override
    public String name() {
        Conscrypt.Version version = Conscrypt.version();
        return "Conscrypt " + version.major() + '.' + version.minor() + '.' + version.patch();
    }

    @Override
    public byte[] sign(byte[] seed, byte[] data) {
        return ed25519.sign(seed, data);
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] data, byte[] signature) {
        return ed25519.verify(publicKey, data, signature);
    }

    /** Conscrypt has no way from a seed to its public key. */
    @Override
    public byte[] publicKey(byte[] seed) {
        try {
            return JdkPublicKeys.ed25519(seed);
        } catch (GeneralSecurityException e) {
            return baseline.publicKey(seed); // this JVM does it in another way
        }
    }

    @Override
    public byte[] agreementKey(byte[] secret) {
        try {
            return new X25519Secret(secret, provider).publicKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt can't do X25519", e);
        }
    }

    @Override
    public Provider provider() {
        return provider;
    }
}
