package dev.openfused.gateway.crypto;

import java.util.List;

/**
 * The private keys of one agent: a signing seed and its age identities, the current one first, retired ones after it.
 * Never printed: {@link #toString()} shows the fingerprint only.
 */
public final class AgentKeys {
    private AgentKeys() {}

    /**
     * Fresh random keys.
     *
     * @return an Ed25519 seed and one X25519 identity
     */
    public static AgentKeys generate() {
        throw new UnsupportedOperationException("contract");
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
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Ed25519, to the outside.
     *
     * @return 64 lower-case hex digits
     */
    public String publicKey() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Age, to the outside.
     *
     * @return {@code age1…} of the current identity, or null if there is none
     */
    public @org.jspecify.annotations.Nullable String encryptionKey() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * The fingerprint of {@link #publicKey()}.
     *
     * @return the fingerprint
     */
    public Fingerprint fingerprint() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * For writing {@code private.key}.
     *
     * @return 64 lower-case hex digits
     */
    public String seedHex() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * For writing {@code age.key}.
     *
     * @return the identities, the current one first
     */
    public List<String> ageIdentities() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Signs any text but a message, such as a challenge (protocol section 6).
     *
     * @param text what to sign, UTF-8
     * @return Base64 of the signature
     */
    public String signText(String text) {
        throw new UnsupportedOperationException("contract");
    }
}
