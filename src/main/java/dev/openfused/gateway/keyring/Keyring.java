package dev.openfused.gateway.keyring;

import dev.openfused.gateway.crypto.AuthenticMessage;
import java.util.List;
import java.util.Optional;

/**
 * Everybody we know, and the look-up rules (protocol sections 2 and 3; names and aliases: section 8). Immutable.
 *
 * @param entries in file order
 * @param autoTrust whether every known sender counts as trusted (workspaces)
 */
public record Keyring(List<KeyringEntry> entries, boolean autoTrust) {
    /** Copies the entries. */
    public Keyring {
        entries = List.copyOf(entries);
    }

    /**
     * The entry that a query means: {@code name}, {@code name:FPPREFIX} (4-16 hex digits) or a bare fingerprint prefix
     * (at least 4 hex digits).
     *
     * @param query as typed
     * @return the one entry
     * @throws UnknownAgentException if none or several match; the text lists the candidates
     */
    public KeyringEntry find(String query) throws UnknownAgentException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * The entry that vouches for a message: its key, under the sender's name.
     *
     * @param message a message with a good signature
     * @return the entry, or empty if nobody vouches
     */
    public Optional<KeyringEntry> vouchFor(AuthenticMessage message) {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * What that entry says; {@link Standing#UNVERIFIED} if there is none.
     *
     * @param message a message with a good signature
     * @return the standing
     */
    public Standing standingOf(AuthenticMessage message) {
        return vouchFor(message)
                .map(e -> new Standing(true, e.trusted() || autoTrust, e.subscribed(), e.relationship(), e.note()))
                .orElse(Standing.UNVERIFIED);
    }

    /**
     * The entry with this short fingerprint; directories in {@code outbox/} are resolved by it.
     *
     * @param fp8 8 upper-case hex digits
     * @return the entry, or empty
     */
    public Optional<KeyringEntry> byFp8(String fp8) {
        throw new UnsupportedOperationException("contract");
    }
}
