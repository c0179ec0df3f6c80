package dev.openfused.gateway.keyring;

import org.jspecify.annotations.Nullable;

/**
 * What the keyring says of a message's sender. When not verified, nothing else is ever claimed.
 *
 * @param verified the signature is good and its key is in the keyring under the sender's name
 * @param trusted we trust that key
 * @param subscribed we subscribed to that agent
 * @param relationship internal or external, if set
 * @param note the operator's note, if any
 */
public record Standing(
        boolean verified,
        boolean trusted,
        boolean subscribed,
        @Nullable Relationship relationship,
        @Nullable String note) {

    /** Of a sender nobody vouches for. */
    public static final Standing UNVERIFIED = new Standing(false, false, false, null, null);

    /**
     * Refuses to claim anything for an unverified sender.
     *
     * @param verified whether the keyring vouches
     * @param trusted whether we trust it
     * @param subscribed whether we subscribed
     * @param relationship internal or external, if set
     * @param note the operator's, if any
     */
    public Standing {
        if (!verified && (trusted || subscribed || relationship != null || note != null)) {
            throw new IllegalArgumentException("an unverified sender has no standing");
        }
    }

    /**
     * Whether its holder is to be believed before the holder of another: trusted goes before subscribed, that before known,
     * and that before nobody vouched for.
     *
     * @param other another sender's
     * @return false if both are equally good
     */
    public boolean isBetterThan(Standing other) {
        return rank() > other.rank();
    }

    private int rank() {
        if (trusted) {
            return 3;
        }
        return subscribed ? 2 : verified ? 1 : 0;
    }

    /**
     * The words of the wrapper's {@code status}: {@code VERIFIED TRUSTED INTERNAL} and the like.
     *
     * @return upper case, joined by blanks
     */
    public String status() {
        StringBuilder words = new StringBuilder(verified ? "VERIFIED" : "UNVERIFIED");
        if (trusted) {
            words.append(" TRUSTED");
        }
        if (subscribed) {
            words.append(" SUBSCRIBED");
        }
        if (relationship != null) {
            words.append(' ').append(relationship.name());
        }
        return words.toString();
    }
}
