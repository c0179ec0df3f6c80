package dev.openfused.gateway.store;

import dev.openfused.gateway.crypto.AgeRecipient;
import dev.openfused.gateway.crypto.SigningKey;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is let into the keyring: names become folders, keys decide who is believed. */
final class KeyringDoor {
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._~@:/\\[\\]%+-]{0,255}");

    private KeyringDoor() {}

    static void check(KeyringEntry entry) throws StoreException {
        if (!AgentName.isValid(entry.name())) {
            throw new StoreException("'" + VisibleText.of(entry.name())
                    + "' is not a name: 1-64 letters, digits, '.', '_' or '-', the first a letter or digit, no '..'");
        }
        if (!ADDRESS.matcher(entry.address()).matches()) {
            throw new StoreException("'" + VisibleText.of(entry.address()) + "' is not an address of " + entry.name()
                    + "; give name@host");
        }
        try {
            new SigningKey(entry.signingKey());
            if (entry.encryptionKey() != null) {
                new AgeRecipient(entry.encryptionKey());
            }
        } catch (IllegalArgumentException e) {
            throw new StoreException("the key of " + entry.name() + " is not imported: " + e.getMessage(), e);
        }
    }

    /** Directories in the outbox are told apart by 32 bits of the fingerprint, which can be ground. */
    static void checkShortFingerprint(KeyringEntry entry, Keyring keyring) throws StoreException {
        String fp8 = entry.fingerprint().fp8();
        Optional<KeyringEntry> other = keyring.entries().stream()
                .filter(known -> !known.signingKey().equals(entry.signingKey()))
                .filter(known -> known.fingerprint().fp8().equals(fp8))
                .findFirst();
        if (other.isPresent()) {
            throw new StoreException("the key of " + entry.name() + " has the same short fingerprint " + fp8 + " as "
                    + VisibleText.of(other.get().name()) + ", so their mail could be mixed up; it is not imported, ask "
                    + entry.name() + " for another key");
        }
    }

    static KeyringEntry merged(KeyringEntry known, KeyringEntry fresh) {
        return new KeyringEntry(
                known.name(),
                fresh.address().isEmpty() ? known.address() : fresh.address(),
                known.signingKey(),
                fresh.encryptionKey() == null ? known.encryptionKey() : fresh.encryptionKey(),
                known.trusted() || fresh.trusted(),
                known.subscribed() || fresh.subscribed(),
                fresh.relationship() == null ? known.relationship() : fresh.relationship(),
                fresh.note() == null ? known.note() : fresh.note(),
                known.added());
    }
}
