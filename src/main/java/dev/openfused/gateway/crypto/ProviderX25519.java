package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;

/** X25519 by a provider of the Java cryptography architecture, with raw keys. */
final class ProviderX25519 {
    private static final String ALGORITHM = "XDH";
    private static final String PRIVATE_PREFIX = "302e020100300506032b656e04220420";
    private static final String BASE_POINT = "302a300506032b656e032100" + "09" + "00".repeat(31);

    private ProviderX25519() {}

    /** The public key of a secret one: what it agrees on with the base point. */
    static byte[] publicKey(Provider provider, byte[] secret) throws GeneralSecurityException {
        HexFormat hex = HexFormat.of();
        KeyFactory keys = KeyFactory.getInstance(ALGORITHM, provider);
        KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM, provider);
        agreement.init(
                keys.generatePrivate(new PKCS8EncodedKeySpec(hex.parseHex(PRIVATE_PREFIX + hex.formatHex(secret)))));
        agreement.doPhase(keys.generatePublic(new X509EncodedKeySpec(hex.parseHex(BASE_POINT))), true);
        return agreement.generateSecret();
    }
}
