package dev.openfused.gateway.crypto;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the stanzas of one age file: remembers who is named as sender and tries our identities on it. Made for one file;
 * once jagged has checked the header's MAC with the file key from here, what was remembered is authentic.
 */
final class AgeHeader implements RecipientStanzaReader {
    private static final String PASSPHRASE = "scrypt";

    private final List<RecipientStanzaReader> identities;
    private final List<String> senders = new ArrayList<>();

    AgeHeader(List<RecipientStanzaReader> identities) {
        this.identities = identities;
    }

    @Override
    public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
        int count = 0;
        boolean passphrase = false;
        for (RecipientStanza stanza : stanzas) {
            count++;
            passphrase |= stanza.getType().equals(PASSPHRASE);
            if (stanza.getType().equals(SenderStanza.TYPE)) {
                senders.add(String.join(" ", stanza.getArguments()));
            }
        }
        if (passphrase && count > 1) {
            throw new GeneralSecurityException("a passphrase stanza must stand alone");
        }
        GeneralSecurityException last = null;
        for (RecipientStanzaReader identity : identities) {
            try {
                return identity.getFileKey(stanzas);
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last != null ? last : new UnsupportedRecipientStanzaException("no identity to open it with");
    }

    /** The fingerprints in the sender stanzas; usually one, none from other clients. */
    List<String> senders() {
        return List.copyOf(senders);
    }
}
