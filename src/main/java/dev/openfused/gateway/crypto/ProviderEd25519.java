package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * Ed25519 by a provider of the Java cryptography architecture, with raw keys.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8410">RFC 8410: what DER puts before a raw key</a>
 */
final class ProviderEd25519 {
    private static final String ALGORITHM = "EdDSA";
    private static final byte[] PRIVATE_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Provider provider;
    private final KeyFactory keys;

    ProviderEd25519(Provider provider) throws GeneralSecurityException {
        this.provider = provider;
        this.keys = KeyFactory.getInstance(ALGORITHM, provider);
    }

    byte[] sign(byte[] seed, byte[] data) {
        try {
            Signature signer = Signature.getInstance(ALGORITHM, provider);
            signer.initSign(keys.generatePrivate(new PKCS8EncodedKeySpec(Der.key(PRIVATE_PREFIX, seed))));
            signer.update(data);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(provider.getName() + " can't sign", e);
        }
    }

    /** Whether the key signed the data, by {@link Ed25519Encoding}'s rule; what cannot be checked is not verified. */
    boolean verify(byte[] publicKey, byte[] data, byte[] signature) {
        if (!Ed25519Encoding.isAcceptablePoint(publicKey) || !Ed25519Encoding.isAcceptableSignature(signature)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM, provider);
            verifier.initVerify(keys.generatePublic(new X509EncodedKeySpec(Der.key(PUBLIC_PREFIX, publicKey))));
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
