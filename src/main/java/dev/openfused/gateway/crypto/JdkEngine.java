package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own: at hand without loading anything, ten times slower at each signature. For commands that have a few messages
 * to sign or to open.
 */
final class JdkEngine implements SignatureEngine {
    private final ProviderEd25519 ed25519;

    private JdkEngine(Provider curves) throws GeneralSecurityException {
        this.ed25519 = new ProviderEd25519(curves);
    }

    /**
     * Finds it.
     *
     * @return the engine, or empty in a JVM that was put together without elliptic curves
     */
    static Optional<SignatureEngine> load() {
        try {
            return Optional.of(new JdkEngine(
                    KeyFactory.getInstance("Ed25519", JdkPublicKeys.PROVIDER).getProvider()));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "JDK " + Runtime.version();
    }

    @Override
    public byte[] sign(byte[] seed, byte[] data) {
        return ed25519.sign(seed, data);
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] data, byte[] signature) {
        return ed25519.verify(publicKey, data, signature);
    }

    @Override
    public byte[] publicKey(byte[] seed) {
        try {
            return JdkPublicKeys.ed25519(seed);
        } catch (GeneralSecurityException e) {
            return new BouncyCastleEngine().publicKey(seed); // this JVM does it in another way
        }
    }

    @Override
    public byte[] agreementKey(byte[] secret) {
        try {
            return JdkPublicKeys.x25519(secret);
        } catch (GeneralSecurityException e) {
            return new BouncyCastleEngine().agreementKey(secret); // this JVM does it in another way
        }
    }

    /** None: what age needs is spread over two providers of the JDK. */
    @Override
    public @Nullable Provider provider() {
        return null;
    }
}
