package dev.openfused.gateway.keyring;

import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.crypto.SigningKey;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Everybody we know, and the look-up rules (protocol sections 2 and 3; names and aliases: section 8). Immutable.
 *
 * @param entries in file order
 * @param autoTrust whether every known sender counts as trusted (workspaces)
 */
public record Keyring(List<KeyringEntry> entries, boolean autoTrust) {
    private static final String ZONE = ".openfused.net";
    private static final Pattern QUALIFIED = Pattern.compile("(.+):([0-9A-Fa-f]{4,16})");
    private static final Pattern BARE_PREFIX = Pattern.compile("[0-9A-Fa-f]{4,32}");

    /**
     * Copies the entries.
     *
     * @param entries in file order
     * @param autoTrust whether every known sender counts as trusted
     */
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
        List<KeyringEntry> candidates = entries.stream()
                .filter(e -> isCalled(e, query) || (BARE_PREFIX.matcher(query).matches() && hasPrefix(e, query)))
                .toList();
        if (candidates.isEmpty()) {
            Matcher qualified = QUALIFIED.matcher(query);
            if (qualified.matches()) {
                candidates = entries.stream()
                        .filter(e -> isCalled(e, qualified.group(1)) && hasPrefix(e, qualified.group(2)))
                        .toList();
            }
        }
        return switch (candidates.size()) {
            case 0 ->
                throw new UnknownAgentException("nobody in the keyring is '" + VisibleText.of(query)
                        + "'; 'openfuse key list' shows who is (a name, name:FINGERPRINT, or the first 4 or more"
                        + " digits of a fingerprint without colons)");
            case 1 -> candidates.get(0);
            default -> throw ambiguous(query, candidates);
        };
    }

    /**
     * The entry that vouches for a message: its key, under the sender's name. Where that key stands here several times
     * under that name, a trusted entry goes first.
     *
     * @param message a message with a good signature
     * @return the entry, or empty if nobody vouches
     */
    public Optional<KeyringEntry> vouchFor(AuthenticMessage message) {
        return knownAs(message.signed().publicKey(), message.signed().from());
    }

    /**
     * The entry of a key under a name, its address or its alias. Where the key stands here several times under that name,
     * a trusted entry goes first.
     *
     * @param signingKey 64 hex digits
     * @param name what its holder goes by
     * @return the entry, or empty if that key is not known by that name
     */
    public Optional<KeyringEntry> knownAs(String signingKey, String name) {
        KeyringEntry best = null;
        int closest = 0;
        for (KeyringEntry entry : entries) {
            int closeness = entry.signingKey().equals(signingKey) ? closeness(entry, name) : 0;
            if (closeness > closest) {
                best = entry;
                closest = closeness;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Zero if an entry is not known by a name; by its own name it is known better than by an alias, trusted better than not. */
    private int closeness(KeyringEntry entry, String name) {
        int kind;
        if (entry.name().equals(name)) {
            kind = 3;
        } else if (isCalled(entry, name)) {
            kind = 2;
        } else {
            kind = isAlias(entry, name) ? 1 : 0;
        }
        return kind == 0 ? 0 : 2 * kind + (entry.trusted() ? 1 : 0);
    }

    /**
     * What that entry says; {@link Standing#UNVERIFIED} if there is none.
     *
     * @param message a message with a good signature
     * @return the standing
     */
    public Standing standingOf(AuthenticMessage message) {
        return vouchFor(message).map(this::standingUnder).orElse(Standing.UNVERIFIED);
    }

    /**
     * The best that is said of a key, whatever its holder calls itself.
     *
     * @param fingerprint the key's
     * @return {@link Standing#UNVERIFIED} if the key is not here
     */
    Standing bestStandingOf(String fingerprint) {
        Standing best = Standing.UNVERIFIED;
        for (KeyringEntry entry : entries) {
            if (entry.fingerprint().value().equals(fingerprint)
                    && standingUnder(entry).isBetterThan(best)) {
                best = standingUnder(entry);
            }
        }
        return best;
    }

    /** What an entry says of a message that it vouches for. */
    Standing standingUnder(KeyringEntry voucher) {
        return new Standing(
                true, voucher.trusted() || autoTrust, voucher.subscribed(), voucher.relationship(), voucher.note());
    }

    /**
     * The entry with this short fingerprint; directories in {@code outbox/} are resolved by it.
     *
     * @param fp8 8 upper-case hex digits
     * @return the entry, or empty
     */
    public Optional<KeyringEntry> byFp8(String fp8) {
        return entries.stream().filter(e -> e.fingerprint().fp8().equals(fp8)).findFirst();
    }

    /**
     * Checks that a new entry can stand beside those already here.
     *
     * @param entry the new one
     * @throws IllegalArgumentException if its key is no usable one, another key has its short fingerprint, or its name
     *     differs from another's by case only: their folders would be one on some file systems
     */
    public void requireRoomFor(KeyringEntry entry) {
        new AgentName(entry.name());
        Fingerprint fingerprint = new SigningKey(entry.signingKey()).fingerprint();
        for (KeyringEntry other : entries) {
            if (other.fingerprint().fp8().equals(fingerprint.fp8())
                    && !other.signingKey().equals(entry.signingKey())) {
                throw new IllegalArgumentException("this key has the same short fingerprint " + fingerprint.fp8()
                        + " as that of '" + VisibleText.of(other.name()) + "', which hardly happens by accident");
            }
            if (other.name().equalsIgnoreCase(entry.name()) && !other.name().equals(entry.name())) {
                throw new IllegalArgumentException("'" + entry.name() + "' differs from '"
                        + VisibleText.of(other.name()) + "' by case only; choose another name");
            }
        }
    }

    private static boolean isCalled(KeyringEntry entry, String name) {
        return !name.isEmpty() && (entry.name().equals(name) || entry.address().startsWith(name + '@'));
    }

    private static boolean hasPrefix(KeyringEntry entry, String prefix) {
        return entry.fingerprint().value().replace(":", "").startsWith(prefix.toUpperCase(Locale.ROOT));
    }

    /** A client that registered with the defaults is {@code X.openfused.net} to others and signs as {@code X}. */
    private boolean isAlias(KeyringEntry entry, String from) {
        return !from.isEmpty()
                && entry.name().equalsIgnoreCase(from + ZONE)
                && entries.stream().noneMatch(other -> other.name().equalsIgnoreCase(from));
    }

    private static UnknownAgentException ambiguous(String query, List<KeyringEntry> candidates) {
        return new UnknownAgentException(
                candidates.stream()
                        .map(e -> VisibleText.of(e.name())
                                + ':'
                                + e.fingerprint().fp8()
                                + (e.address().isEmpty() ? "" : " (" + VisibleText.of(e.address()) + ')'))
                        .collect(Collectors.joining(", ", "'" + VisibleText.of(query) + "' may be ", "; say which")),
                true);
    }
}
