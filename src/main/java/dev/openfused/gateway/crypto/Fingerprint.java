package dev.openfused.gateway.crypto;

/**
 * What people compare to know a key (protocol section 1, Fingerprint): SHA-256 over the key's hex text, the first 16
 * bytes, upper-case, eight groups of four joined by colons.
 *
 * @param value {@code 0EC3:BE39:…}
 */
public record Fingerprint(String value) {
    /** Checks the form. */
    public Fingerprint {
        if (!value.matches("([0-9A-F]{4}:){7}[0-9A-F]{4}")) {
            throw new IllegalArgumentException("not a fingerprint");
        }
    }

    /**
     * The fingerprint of a key.
     *
     * @param signingKeyHex the key's hex text, exactly as stored
     * @return its fingerprint
     */
    public static Fingerprint of(String signingKeyHex) {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * The short form in directory names.
     *
     * @return the first 8 hex digits, upper case
     */
    public String fp8() {
        return value.substring(0, 4) + value.substring(5, 9);
    }

    @Override
    public String toString() {
        return value;
    }
}
