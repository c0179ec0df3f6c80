package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * What people compare to know a key (protocol section 1, Fingerprint): SHA-256 over the key's hex text, the first 16
 * bytes, upper-case, eight groups of four joined by colons.
 *
 * @param value {@code 0EC3:BE39:…}
 */
public record Fingerprint(String value) {
    private static final int LENGTH = 39;
    private static final int GROUP = 5; // with its colon

    /**
     * Checks the form.
     *
     * @param value {@code 0EC3:BE39:…}
     */
    public Fingerprint {
        if (!isFingerprint(value)) {
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
        String hex = HexFormat.of().withUpperCase().formatHex(Digests.sha256(signingKeyHex.getBytes(UTF_8)), 0, 16);
        StringBuilder groups = new StringBuilder(LENGTH);
        for (int i = 0; i < hex.length(); i += 4) {
            groups.append(i == 0 ? "" : ":").append(hex, i, i + 4);
        }
        return new Fingerprint(groups.toString());
    }

    /**
     * The short form in directory names.
     *
     * @return the first 8 hex digits, upper case
     */
    public String fp8() {
        return value.substring(0, 4) + value.substring(5, 9);
    }

    private static boolean isFingerprint(String value) {
        if (value.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = value.charAt(i);
            boolean fits = i % GROUP == GROUP - 1 ? c == ':' : (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
