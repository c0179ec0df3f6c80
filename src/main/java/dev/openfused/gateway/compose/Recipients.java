package dev.openfused.gateway.compose;

import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.Relationship;
import java.util.List;

/** Whom a message is for. */
public sealed interface Recipients {
    /** The word that means everybody, in settings. */
    String BROADCAST = "broadcast";

    /**
     * Certain agents, each as the keyring's look-up takes it ({@code name}, {@code name:FPPREFIX}, fingerprint prefix), or
     * the local agent by its name.
     *
     * @param queries at least one
     */
    record Named(List<String> queries) implements Recipients {
        /**
         * Copies the queries.
         *
         * @param queries at least one
         * @throws IllegalArgumentException if there is none
         */
        public Named {
            queries = List.copyOf(queries);
            if (queries.isEmpty()) {
                throw new IllegalArgumentException("name at least one recipient");
            }
        }
    }

    /**
     * Everybody who is trusted or subscribed, narrowed as the original's {@code broadcast} does it: {@code trustedOnly}
     * beats {@code subscribers}, {@code internal} beats {@code external}.
     *
     * @param internal only agents of ours
     * @param external only agents of others
     * @param subscribers only those we subscribed to
     * @param trustedOnly only those we trust
     */
    record Audience(boolean internal, boolean external, boolean subscribers, boolean trustedOnly)
            implements Recipients {
        /** Everybody who is trusted or subscribed. */
        public static final Audience ALL = new Audience(false, false, false, false);

        /**
         * Whether an agent belongs to it.
         *
         * @param entry one of the keyring
         * @param keyring says whether everybody known is trusted
         * @return true if it gets the message
         */
        public boolean includes(KeyringEntry entry, Keyring keyring) {
            boolean trusted = entry.trusted() || keyring.autoTrust();
            boolean close = trustedOnly ? trusted : subscribers ? entry.subscribed() : trusted || entry.subscribed();
            return close
                    && (internal ? is(entry, Relationship.INTERNAL) : !external || is(entry, Relationship.EXTERNAL));
        }

        private static boolean is(KeyringEntry entry, Relationship relationship) {
            return entry.relationship() == relationship;
        }
    }

    /**
     * As it stands in a setting.
     *
     * @param names names, or the one word {@link #BROADCAST}
     * @return the recipients
     * @throws IllegalArgumentException if there is none
     */
    static Recipients of(List<String> names) {
        return names.equals(List.of(BROADCAST)) ? Audience.ALL : new Named(names);
    }
}
