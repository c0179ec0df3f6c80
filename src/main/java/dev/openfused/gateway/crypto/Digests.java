package dev.openfused.gateway.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, and comparing what must not leak by its timing. */
public final class Digests {
    private Digests() {}

    /**
     * Digests bytes.
     *
     * @param data any bytes
     * @return 32 bytes
     */
    public static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256, which every JVM must have", e);
        }
    }

    /**
     * Digests bytes.
     *
     * @param data any bytes
     * @return 64 lower-case hex digits
     */
    public static String sha256Hex(byte[] data) {
        return HexFormat.of().formatHex(sha256(data));
    }

    /**
     * Whether two byte strings are equal, in a time that says nothing about where they differ: for tokens and codes.
     *
     * @param expected ours
     * @param given a stranger's
     * @return true if they are equal
     */
    public static boolean isSame(byte[] expected, byte[] given) {
        return MessageDigest.isEqual(expected, given);
    }
}
