package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The baseline: pure Java, runs everywhere. */
public final class BouncyCastleEngine implements SignatureEngine {
    @Override
    public String name() {
        return "BouncyCastle " + provider().getVersionStr();
    }

    @Override
    public byte[] sign(byte[] seed, byte[] data) {
        byte[] signature = new byte[Ed25519Encoding.SIGNATURE_LENGTH];
        Ed25519.sign(seed, 0, data, 0, data.length, signature, 0);
        return signature;
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] data, byte[] signature) {
        return Ed25519Encoding.isAcceptablePoint(publicKey)
                && Ed25519Encoding.isAcceptableSignature(signature)
                && Ed25519.verify(signature, 0, publicKey, 0, data, 0, data.length)
                && (isInPrimeOrderGroup(publicKey) && isInPrimeOrderGroup(signature)
                        || Jdk.ED25519.verify(publicKey, data, signature));
    }

    /**
     * BouncyCastle verifies by the equation multiplied by 8, which lets through what RFC 8032's plain one refuses: a key
     * or an R with a part of small order, such as no honest signer makes. Only those go to the JDK, which is strict and
     * slow.
     */
    private static boolean isInPrimeOrderGroup(byte[] startsWithPoint) {
        return Ed25519.validatePublicKeyFull(startsWithPoint, 0);
    }

    @Override
    public byte[] publicKey(byte[] seed) {
        byte[] publicKey = new byte[Ed25519Encoding.POINT_LENGTH];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }

    @Override
    public byte[] agreementKey(byte[] secret) {
        byte[] publicKey = new byte[X25519.POINT_SIZE];
        X25519.scalarMultBase(secret, 0, publicKey, 0);
        return publicKey;
    }

    @Override
    public Provider provider() {
        return Lazy.PROVIDER;
    }

    /** Hundreds of classes, needed for age only. */
    private static final class Lazy {
        private static final Provider PROVIDER = new BouncyCastleProvider();

        private Lazy() {}
    }

    /** Needed for odd keys only. */
    private static final class Jdk {
        private static final ProviderEd25519 ED25519 = load();

        private Jdk() {}

        private static ProviderEd25519 load() {
            try {
                return new ProviderEd25519(
                        KeyFactory.getInstance("Ed25519", "SunEC").getProvider());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM has no Ed25519, which every JVM since 15 must have", e);
            }
        }
    }
}
