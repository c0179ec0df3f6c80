package dev.openfused.gateway.crypto;

import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.bech32.Bech32Address;

/**
 * Whom an age file is for: {@code age1} and 58 characters of Bech32, an X25519 key.
 *
 * @param value the recipient
 * @see <a href="https://age-encryption.org/v1">age-encryption.org/v1, X25519 recipient stanza</a>
 */
public record AgeRecipient(String value) {
    private static final String PREFIX = "age";
    private static final int LENGTH = 62;
    private static final int KEY_LENGTH = 32;

    /**
     * Checks form and checksum.
     *
     * @param value the recipient
     * @throws IllegalArgumentException with a line for people that does not show the value: it may be a secret key,
     *     pasted by mistake
     */
    public AgeRecipient {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "not an age recipient: 'age1' and 58 lower-case letters and digits, with a checksum that holds");
        }
    }

    @Override
    public String toString() {
        return value;
    }

    static AgeRecipient of(byte[] key) {
        return new AgeRecipient(Bech32.getEncoder().encode(PREFIX, key).toString());
    }

    private static boolean isValid(String value) {
        if (value.length() != LENGTH || !value.startsWith(PREFIX + '1')) {
            return false;
        }
        try {
            Bech32Address address = Bech32.getDecoder().decode(value);
            return PREFIX.contentEquals(address.getHumanReadablePart()) && address.getData().length == KEY_LENGTH;
        } catch (RuntimeException e) {
            return false; // jagged throws several kinds
        }
    }
}
