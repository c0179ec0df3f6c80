package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The private keys of one agent: a signing seed and its age identities, the current one first, retired ones after it.
 * Never printed: {@link #toString()} shows the fingerprint only. Public keys are computed when first asked for.
 */
public final class AgentKeys {
    private final byte[] seed;
    private final List<AgeIdentity> identities;
    private volatile @Nullable String publicKey;
    private volatile @Nullable String encryptionKey;

    private AgentKeys(byte[] seed, List<AgeIdentity> identities) {
        this.seed = seed;
        this.identities = identities;
    }

    /**
     * Fresh random keys.
     *
     * @return an Ed25519 seed and one X25519 identity
     */
    public static AgentKeys generate() {
        return new AgentKeys(RandomIds.bytes(Ed25519Encoding.POINT_LENGTH), List.of(AgeIdentity.generate()));
    }

    /**
     * Keys as they stand in {@code .keys/} (white space around them is ignored).
     *
     * @param seedHex 64 hex digits
     * @param ageIdentities {@code AGE-SECRET-KEY-1…}, the current one first, possibly none
     * @return the keys
     * @throws IllegalArgumentException one line that names which is malformed, without its value
     */
    public static AgentKeys of(String seedHex, List<String> ageIdentities) {
        String hex = seedHex.strip().toLowerCase(Locale.ROOT);
        if (!SigningKey.isWellFormed(hex)) {
            throw new IllegalArgumentException("the private signing key is not 64 hex digits");
        }
        return new AgentKeys(
                HexFormat.of().parseHex(hex),
                ageIdentities.stream().map(i -> new AgeIdentity(i.strip())).toList());
    }

    /**
     * Ed25519, to the outside.
     *
     * @return 64 lower-case hex digits
     */
    public String publicKey() {
        String known = publicKey;
        if (known == null) {
            known = HexFormat.of().formatHex(SignatureEngine.soonest(1).publicKey(seed));
            publicKey = known;
        }
        return known;
    }

    /**
     * Age, to the outside.
     *
     * @return {@code age1…} of the current identity, or null if there is none
     */
    public @Nullable String encryptionKey() {
        if (encryptionKey == null && !identities.isEmpty()) {
            encryptionKey = identities.get(0).recipient().value();
        }
        return encryptionKey;
    }

    /**
     * The fingerprint of {@link #publicKey()}.
     *
     * @return the fingerprint
     */
    public Fingerprint fingerprint() {
        return Fingerprint.of(publicKey());
    }

    /**
     * For writing {@code private.key}.
     *
     * @return 64 lower-case hex digits
     */
    public String seedHex() {
        return HexFormat.of().formatHex(seed);
    }

    /**
     * For writing {@code age.key}.
     *
     * @return the identities, the current one first
     */
    public List<String> ageIdentities() {
        return identities.stream().map(AgeIdentity::encoded).toList();
    }

    /**
     * Signs any text but a message, such as a challenge (protocol section 6).
     *
     * @param text what to sign, UTF-8, at most two lines
     * @return Base64 of the signature
     * @throws IllegalArgumentException if the text has three lines or more: its signature would also be one of a message
     */
    public String signText(String text) {
        if (text.chars().filter(c -> c == '\n').count() > 1) {
            throw new IllegalArgumentException("a text of three lines is a message: seal it");
        }
        return sign(SignatureEngine.soonest(1), text.getBytes(UTF_8));
    }

    /** Shows whose keys they are and nothing secret. */
    @Override
    public String toString() {
        return "AgentKeys " + fingerprint();
    }

    List<AgeIdentity> identities() {
        return identities;
    }

    String sign(SignatureEngine engine, byte[] data) {
        return Base64.getEncoder().encodeToString(engine.sign(seed, data));
    }
}
