package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The text of a message that is ciphertext. Told by its bytes: what decodes to the first line of an age file is one,
 * whatever the envelope's unsigned {@code encrypted} says (protocol section 2).
 */
public final class SealedText {
    private static final byte[] FIRST_LINE = "age-encryption.org/v1\n".getBytes(US_ASCII);
    private static final int ENCODED_START = 32; // Base64 characters that surely hold the first line

    /** In bytes. What is longer is opened by nobody. */
    static final int LONGEST_HEADER = 64 * 1024;

    private static final String SENDER_LINE = "-> " + SenderStanza.TYPE + ' ';

    private final byte[] ageFile;

    private SealedText(byte[] ageFile) {
        this.ageFile = ageFile;
    }

    /**
     * The ciphertext in a message, if it is one.
     *
     * @param message the text as it stands in the envelope
     * @return the ciphertext, or empty for readable text
     */
    public static Optional<SealedText> in(String message) {
        if (message.length() < ENCODED_START || !startsAgeFile(message.substring(0, ENCODED_START))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SealedText(Base64.getDecoder().decode(message)));
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    new SealedText(message.getBytes(UTF_8))); // damaged on its way: ciphertext that nobody opens
        }
    }

    /**
     * What the ciphertext is known by, so that it is not accepted from two signers.
     *
     * @return hex SHA-256 of the age file
     */
    public String digest() {
        return Digests.sha256Hex(ageFile);
    }

    /**
     * Who sealed it, read off the header without decrypting: cheap, and enough to doubt a signer, not to believe one.
     *
     * @return the fingerprints in sender stanzas, which nobody has authenticated
     */
    public List<String> claimedSenders() {
        return new String(ageFile, 0, Math.min(ageFile.length, LONGEST_HEADER), US_ASCII)
                .lines()
                .takeWhile(line -> !line.startsWith("---"))
                .filter(line -> line.startsWith(SENDER_LINE))
                .map(line -> line.substring(SENDER_LINE.length()))
                .toList();
    }

    /**
     * How long it is.
     *
     * @return the bytes of the age file
     */
    public int length() {
        return ageFile.length;
    }

    byte[] ageFile() {
        return ageFile;
    }

    private static boolean startsAgeFile(String encoded) {
        try {
            byte[] start = Base64.getDecoder().decode(encoded);
            return Arrays.equals(start, 0, FIRST_LINE.length, FIRST_LINE, 0, FIRST_LINE.length);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
