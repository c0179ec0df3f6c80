package dev.openfused.gateway.keyring;

import dev.openfused.gateway.crypto.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * One agent we know (protocol section 1, {@code keyring}).
 *
 * @param name what we call it
 * @param address {@code name@host} or empty
 * @param signingKey Ed25519, 64 lower-case hex digits
 * @param encryptionKey {@code age1…}, or null
 * @param trusted whether we trust it
 * @param subscribed whether we subscribed to it
 * @param relationship internal, external or not said
 * @param note the operator's note, if any
 * @param added RFC 3339
 */
public record KeyringEntry(
        String name,
        String address,
        String signingKey,
        @Nullable String encryptionKey,
        boolean trusted,
        boolean subscribed,
        @Nullable Relationship relationship,
        @Nullable String note,
        String added) {

    /**
     * Computed from the key; what a file claims is not believed.
     *
     * @return the fingerprint of {@link #signingKey}
     */
    public Fingerprint fingerprint() {
        return Fingerprint.of(signingKey);
    }

    /**
     * The directory under {@code outbox/} for a name of this agent.
     *
     * @param name the peer's name where one is configured, else {@link #name}
     * @return {@code {name}-{FP8}}
     */
    public String outboxDirectory(String name) {
        return name + '-' + fingerprint().fp8();
    }

    /**
     * The same agent, trusted.
     *
     * @param relationship whether it belongs to us, or null if not said
     * @param note the operator's note, or null
     * @return a changed copy
     */
    public KeyringEntry trustedAs(@Nullable Relationship relationship, @Nullable String note) {
        return new KeyringEntry(name, address, signingKey, encryptionKey, true, subscribed, relationship, note, added);
    }

    /**
     * The same agent, known but not trusted.
     *
     * @return a changed copy
     */
    public KeyringEntry untrusted() {
        return new KeyringEntry(name, address, signingKey, encryptionKey, false, subscribed, relationship, note, added);
    }

    /**
     * The same agent, followed or not.
     *
     * @param follows whether we subscribe to it
     * @param newNote the operator's note, or null
     * @return a changed copy
     */
    public KeyringEntry followed(boolean follows, @Nullable String newNote) {
        return new KeyringEntry(
                name, address, signingKey, encryptionKey, trusted, follows, relationship, newNote, added);
    }

    /**
     * The same agent with the keys that follow its old ones. Trust was in those: it starts anew.
     *
     * @param newSigningKey 64 hex digits
     * @param newEncryptionKey {@code age1…}, or null
     * @return a changed copy, not trusted
     */
    public KeyringEntry rotatedTo(String newSigningKey, @Nullable String newEncryptionKey) {
        return new KeyringEntry(
                name, address, newSigningKey, newEncryptionKey, false, subscribed, relationship, note, added);
    }
}
