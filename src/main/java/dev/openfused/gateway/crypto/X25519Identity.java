package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * Gets the file key out of the stanza that was made for one identity. Safe for use by several threads.
 *
 * @see <a href="https://github.com/C2SP/C2SP/blob/main/age.md">C2SP, age, "The X25519 recipient type"</a>
 */
final class X25519Identity {
    private static final String TYPE = "X25519";
    private static final String INFO = "age-encryption.org/v1/X25519";
    private static final int WRAPPED_LENGTH = 16 + ChaCha20Poly1305.TAG_LENGTH;
    private static final byte[] NONCE = new byte[ChaCha20Poly1305.NONCE_LENGTH]; // each wrapping key is used once

    private final X25519Secret secret;
    private final byte[] publicKey;
    private final ChaCha20Poly1305 cipher;

    X25519Identity(AgeIdentity identity, @Nullable Provider provider) throws GeneralSecurityException {
        this.secret = new X25519Secret(identity.key(), provider);
        this.publicKey = secret.publicKey();
        this.cipher = new ChaCha20Poly1305(provider);
    }

    /**
     * Tries a stanza.
     *
     * @return the file key, or empty if the stanza is for somebody else
     * @throws GeneralSecurityException if it is an X25519 stanza but a malformed one: then the whole file is refused
     */
    Optional<byte[]> fileKey(AgeStanza stanza, Hkdf hkdf) throws GeneralSecurityException {
        if (!stanza.is(TYPE)) {
            return Optional.empty();
        }
        byte[] share = share(stanza);
        byte[] salt = new byte[2 * X25519Secret.LENGTH];
        System.arraycopy(share, 0, salt, 0, X25519Secret.LENGTH);
        System.arraycopy(publicKey, 0, salt, X25519Secret.LENGTH, X25519Secret.LENGTH);
        byte[] wrappingKey = hkdf.derive(secret.agree(share), salt, INFO);
        try {
            return Optional.of(cipher.open(wrappingKey, NONCE, stanza.body(), 0, WRAPPED_LENGTH));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        }
    }

    /** The point its writer made for this file. */
    private static byte[] share(AgeStanza stanza) throws GeneralSecurityException {
        if (stanza.arguments().size() == 1 && stanza.body().length == WRAPPED_LENGTH) {
            Optional<byte[]> share = CanonicalBase64.UNPADDED
                    .decode(stanza.arguments().get(0))
                    .filter(point -> point.length == X25519Secret.LENGTH);
            if (share.isPresent()) {
                return share.get();
            }
        }
        throw new GeneralSecurityException("a malformed X25519 stanza");
    }
}
