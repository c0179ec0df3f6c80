package dev.openfused.gateway.crypto;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
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
                && Ed25519.verify(signature, 0, publicKey, 0, data, 0, data.length);
    }

    @Override
    public byte[] publicKey(byte[] seed) {
        byte[] publicKey = new byte[Ed25519Encoding.POINT_LENGTH];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
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
}
