package dev.openfused.gateway.crypto;

import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.bech32.Bech32Address;
import java.util.Locale;

/**
 * A secret X25519 key of age, {@code AGE-SECRET-KEY-1…}. Never printed.
 *
 * @param encoded the key as it stands in {@code age.key}
 */
record AgeIdentity(String encoded) {
    private static final String PREFIX = "AGE-SECRET-KEY-";
    private static final int KEY_LENGTH = 32;

    /**
     * Checks form and checksum.
     *
     * @throws IllegalArgumentException one line, without the value
     */
    AgeIdentity {
        key(encoded);
    }

    static AgeIdentity generate() {
        CharSequence encoded = Bech32.getEncoder().encode(PREFIX, RandomIds.bytes(KEY_LENGTH));
        return new AgeIdentity(encoded.toString().toUpperCase(Locale.ROOT));
    }

    /** The key itself, 32 bytes. */
    byte[] key() {
        return key(encoded);
    }

    /** Whom to encrypt to for this identity to open it. */
    AgeRecipient recipient() {
        return AgeRecipient.of(SignatureEngine.soonest(1).agreementKey(key()));
    }

    @Override
    public String toString() {
        return "AgeIdentity";
    }

    private static byte[] key(String encoded) {
        try {
            Bech32Address address = Bech32.getDecoder().decode(encoded);
            if (PREFIX.contentEquals(address.getHumanReadablePart()) && address.getData().length == KEY_LENGTH) {
                return address.getData();
            }
        } catch (RuntimeException e) {
            // jagged throws several kinds, some with the value in their text: not passed on
        }
        throw new IllegalArgumentException(
                "not an age identity: it must be AGE-SECRET-KEY-1 and 58 letters and digits");
    }
}
