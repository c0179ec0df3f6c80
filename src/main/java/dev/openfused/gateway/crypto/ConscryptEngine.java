package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import org.conscrypt.Conscrypt;

/** Twice as fast as the baseline: BoringSSL, where its native library loads. */
public final class ConscryptEngine implements SignatureEngine {
    private static final String ALGORITHM = "EdDSA";
    /** What DER puts before a raw key (RFC 8410, section 7 and 4). */
    private static final byte[] PRIVATE_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Provider provider;
    private final KeyFactory keys;
    private final SignatureEngine baseline = new BouncyCastleEngine();

    private ConscryptEngine(Provider provider) throws GeneralSecurityException {
        this.provider = provider;
        this.keys = KeyFactory.getInstance(ALGORITHM, provider);
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
        try {
            Signature signature = Signature.getInstance(ALGORITHM, provider);
            signature.initSign(keys.generatePrivate(new PKCS8EncodedKeySpec(der(PRIVATE_PREFIX, seed))));
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt can't sign", e);
        }
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] data, byte[] signature) {
        if (!Ed25519Encoding.isAcceptablePoint(publicKey) || !Ed25519Encoding.isAcceptableSignature(signature)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM, provider);
            verifier.initVerify(keys.generatePublic(new X509EncodedKeySpec(der(PUBLIC_PREFIX, publicKey))));
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false; // what cannot be checked is not verified
        }
    }

    /** Conscrypt has no way from a seed to its public key. */
    @Override
    public byte[] publicKey(byte[] seed) {
        return baseline.publicKey(seed);
    }

    @Override
    public Provider provider() {
        return provider;
    }

    private static byte[] der(byte[] prefix, byte[] raw) {
        byte[] der = new byte[prefix.length + raw.length];
        System.arraycopy(prefix, 0, der, 0, prefix.length);
        System.arraycopy(raw, 0, der, prefix.length, raw.length);
        return der;
    }
}
