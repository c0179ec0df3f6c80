package dev.openfused.gateway.queue;

import java.util.function.Predicate;

/**
 * What a sender says by sending a ciphertext: that it sealed it. The same one under a second sender is never dispatched
 * (protocol section 2, ciphertext theft).
 *
 * @param digest hex SHA-256 of the ciphertext
 * @param credible whether the claim counts; it does not where the ciphertext itself says that another sealed it
 * @param outranks whether it goes before the claim of another sender, who was first; asked within a transaction, so it must
 *     be quick
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
