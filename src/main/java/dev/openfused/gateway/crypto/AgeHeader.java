package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands before the payload of an age file. Nothing in it is to be believed before {@link #requireMac} has found that
 * whoever wrote it had the file key.
 */
final class AgeHeader {
    private final byte[] file;
    private final List<AgeStanza> stanzas;
    private final int authenticated;
    private final byte[] mac;
    private final int end;

    /**
     * A header.
     *
     * @param file the age file
     * @param stanzas those in it
     * @param authenticated how many bytes of the file the MAC is over
     * @param mac as it stands there
     * @param end where the payload begins
     */
    AgeHeader(byte[] file, List<AgeStanza> stanzas, int authenticated, byte[] mac, int end) {
        this.file = file;
        this.stanzas = stanzas;
        this.authenticated = authenticated;
        this.mac = mac;
        this.end = end;
    }

    /** In the order of the file. */
    List<AgeStanza> stanzas() {
        return stanzas;
    }

    /** The fingerprints in the sender stanzas; usually one, none from other clients. */
    List<String> senders() {
        List<String> senders = new ArrayList<>();
        for (AgeStanza stanza : stanzas) {
            if (stanza.is(SenderStanza.TYPE)) {
                senders.add(String.join(" ", stanza.arguments()));
            }
        }
        return List.copyOf(senders);
    }

    /** Where the payload begins. */
    int end() {
        return end;
    }

    /**
     * Makes sure that the header is as its writer made it.
     *
     * @param fileKey what came out of one of its stanzas
     * @throws GeneralSecurityException if it was written without that key, or changed
     * @see <a href="https://github.com/C2SP/C2SP/blob/main/age.md">C2SP, age, "Header MAC"</a>
     */
    void requireMac(byte[] fileKey, Hkdf hkdf) throws GeneralSecurityException {
        byte[] key = hkdf.derive(fileKey, Hkdf.NO_SALT, "header");
        if (!Digests.isSame(hkdf.mac(key, file, authenticated), mac)) {
            throw new GeneralSecurityException("the header was changed");
        }
    }
}
