package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the header of an age file apart, strictly: what has two readings is refused.
 *
 * @see <a href="https://github.com/C2SP/C2SP/blob/main/age.md">C2SP, age, "Header"</a>
 */
final class AgeHeaderReader {
    private static final String VERSION = "age-encryption.org/v1";
    private static final String STANZA = "-> ";
    private static final String END = "---";
    private static final String PASSPHRASE = "scrypt";
    private static final int FULL_LINE = 64; // of a stanza's body; the last line is shorter
    private static final int MAC_LENGTH = 32;

    private final byte[] file;
    private final int limit;
    private int at;

    private AgeHeaderReader(byte[] file) {
        this.file = file;
        this.limit = Math.min(file.length, SealedText.LONGEST_HEADER);
    }

    /**
     * Reads a header.
     *
     * @param file an age file, not armored
     * @return its header, well-formed
     * @throws GeneralSecurityException if it is not, or longer than {@link SealedText#LONGEST_HEADER}
     */
    static AgeHeader read(byte[] file) throws GeneralSecurityException {
        return new AgeHeaderReader(file).read();
    }

    private AgeHeader read() throws GeneralSecurityException {
        if (!line().equals(VERSION)) {
            throw malformed("it is not version 1");
        }
        List<AgeStanza> stanzas = new ArrayList<>();
        boolean passphrase = false;
        int start = at;
        String line = line();
        while (line.startsWith(STANZA)) {
            AgeStanza stanza = stanza(line.substring(STANZA.length()));
            stanzas.add(stanza);
            passphrase |= stanza.is(PASSPHRASE);
            start = at;
            line = line();
        }
        if (passphrase && stanzas.size() > 1) {
            throw malformed("a passphrase stanza does not stand alone");
        }
        if (!line.startsWith(END + ' ')) {
            throw malformed("a line is neither a stanza nor its end");
        }
        byte[] mac = base64(line.substring(END.length() + 1));
        if (mac.length != MAC_LENGTH) {
            throw malformed("its MAC is cut short");
        }
        return new AgeHeader(file, stanzas, start + END.length(), mac, at);
    }

    private AgeStanza stanza(String words) throws GeneralSecurityException {
        List<String> all = List.of(words.split(" ", -1));
        for (String word : all) {
            if (!isWord(word)) {
                throw malformed("a word of a stanza is empty or not printable");
            }
        }
        StringBuilder body = new StringBuilder();
        String line;
        do {
            line = line();
            body.append(line);
        } while (line.length() == FULL_LINE);
        if (line.length() > FULL_LINE) {
            throw malformed("a line of a stanza is too long");
        }
        return new AgeStanza(all.get(0), all.subList(1, all.size()), base64(body.toString()));
    }

    private static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static byte[] base64(String encoded) throws GeneralSecurityException {
        return CanonicalBase64.UNPADDED.decode(encoded).orElseThrow(() -> malformed("its Base64 is not canonical"));
    }

    /** Without its line feed. A byte that is not ASCII comes out as a character that stands nowhere in a header. */
    private String line() throws GeneralSecurityException {
        for (int i = at; i < limit; i++) {
            if (file[i] == '\n') {
                String line = new String(file, at, i - at, US_ASCII);
                at = i + 1;
                return line;
            }
        }
        throw malformed("it has no end");
    }

    private static GeneralSecurityException malformed(String why) {
        return new GeneralSecurityException("not the header of an age file: " + why);
    }
}
