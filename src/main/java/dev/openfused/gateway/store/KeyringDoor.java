package dev.openfused.gateway.store;

import dev.openfused.gateway.crypto.AgeRecipient;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.VisibleText;
import java.util.regex.Pattern;

/** What is let into the keyring: names become folders, keys decide who is believed. */
final class KeyringDoor {
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._~@:/\\[\\]%+-]{0,255}");

    private KeyringDoor() {}

    static void check(KeyringEntry entry, Keyring keyring) throws StoreException {
        if (!ADDRESS.matcher(entry.address()).matches()) {
            throw new StoreException("'" + VisibleText.of(entry.address()) + "' is not an address of "
                    + VisibleText.of(entry.name()) + "; give name@host");
        }
        try {
            keyring.requireRoomFor(entry);
            if (entry.encryptionKey() != null) {
                new AgeRecipient(entry.encryptionKey());
            }
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    "the key of " + VisibleText.of(entry.name()) + " is not imported: " + e.getMessage(), e);
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
