package dev.openfused.gateway.queue;

import java.util.function.Predicate;

/**
 * A sender's claim, made by sending a ciphertext, that it sealed it (protocol section 2, ciphertext theft).
 *
 * @param digest hex SHA-256 of the ciphertext
 * @param credible whether the claim counts; it does not where the ciphertext itself says that another sealed it
 * @param outranks whether it takes precedence over an earlier claim of another sender; called within a transaction, so it
 *     must be quick
 */
public record CiphertextClaim(String digest, boolean credible, Predicate<String> outranks) {
    /**
     * A claim that goes before nobody's who was first.
     *
     * @param digest hex SHA-256 of the ciphertext
     */
    public CiphertextClaim(String digest) {
        this(digest, true, other -> false);
    }
}
