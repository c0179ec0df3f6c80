package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.SignedMessage;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of registry acts (protocol section 8): made as those of messages, over texts that no message of ours may
 * begin with.
 */
public final class RegistryActs {
    private final SignatureEngine engine;
    private final Clock clock;

    /**
     * Signs and checks.
     *
     * @param engine the curve arithmetic
     * @param clock dates what is signed
     */
    public RegistryActs(SignatureEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * A signature and when it was made.
     *
     * @param signature Base64
     * @param signedAt RFC 3339
     */
    public record Signed(String signature, String signedAt) {}

    /**
     * Signs a manifest.
     *
     * @param name as it is registered
     * @param endpoint where the agent is reached, or empty
     * @param keys whose name it is
     * @return the signature
     */
    public Signed registration(String name, String endpoint, AgentKeys keys) {
        return sign(name, keys, manifest(name, endpoint, keys.publicKey(), keys.encryptionKey()));
    }

    /**
     * Signs that a key counts no longer, for good.
     *
     * @param name as it is registered
     * @param keys those that are given up
     * @return the signature
     */
    public Signed revocation(String name, AgentKeys keys) {
        return sign(name, keys, "REVOKE:" + keys.publicKey());
    }

    /**
     * Signs that other keys follow.
     *
     * @param name as it is registered
     * @param old the keys that sign
     * @param next the public key that follows, 64 hex digits
     * @return the signature
     */
    public Signed rotation(String name, AgentKeys old, String next) {
        return sign(name, old, "ROTATE:" + old.publicKey() + ':' + next);
    }

    /**
     * Whether a manifest is signed by the key that it names.
     *
     * @param name the manifest's
     * @param endpoint the manifest's
     * @param publicKey the manifest's
     * @param encryptionKey the manifest's, or null
     * @param signed its signature
     * @return true only if that very text was signed
     */
    public boolean isRegistration(
            String name, String endpoint, String publicKey, @Nullable String encryptionKey, Signed signed) {
        return holds(name, publicKey, manifest(name, endpoint, publicKey, encryptionKey), signed);
    }

    /**
     * Whether a key named another one as the one that follows it.
     *
     * @param name whose keys they are
     * @param from the key that signed
     * @param to the key that follows
     * @param signed its signature
     * @return true only if that very text was signed
     */
    public boolean isRotation(String name, String from, String to, Signed signed) {
        return holds(name, from, "ROTATE:" + from + ':' + to, signed);
    }

    private Signed sign(String name, AgentKeys keys, String text) {
        String signedAt = Rfc3339.format(clock.instant());
        return new Signed(keys.sign(engine, SignedMessage.signedBytes(name, signedAt, text)), signedAt);
    }

    private boolean holds(String name, String publicKey, String text, Signed signed) {
        try {
            Rfc3339.parse(signed.signedAt());
            new SigningKey(publicKey);
            byte[] signature = Base64.getDecoder().decode(signed.signature().getBytes(UTF_8));
            return engine.verify(
                    HexFormat.of().parseHex(publicKey),
                    SignedMessage.signedBytes(name, signed.signedAt(), text),
                    signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String manifest(String name, String endpoint, String publicKey, @Nullable String encryptionKey) {
        return name + '|' + endpoint + '|' + publicKey + '|' + (encryptionKey == null ? "" : encryptionKey);
    }
}
