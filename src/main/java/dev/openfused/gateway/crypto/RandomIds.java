package dev.openfused.gateway.crypto;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids that nobody can guess. */
public final class RandomIds {
    private static final String NANOID = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private static final int NANOID_LENGTH = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomIds() {}

    /**
     * An id of a store or peer, as {@code .mesh.json} has them.
     *
     * @return 12 characters of {@code A-Za-z0-9_-}
     */
    public static String nanoid() {
        StringBuilder id = new StringBuilder(NANOID_LENGTH);
        for (byte b : bytes(NANOID_LENGTH)) {
            id.append(NANOID.charAt(b & 63)); // 64 characters: no remainder, no bias
        }
        return id.toString();
    }

    /**
     * Random hex.
     *
     * @param length how many bytes
     * @return twice as many lower-case hex digits
     */
    public static String hex(int length) {
        return HexFormat.of().formatHex(bytes(length));
    }

    /**
     * Random bytes.
     *
     * @param length how many
     * @return fresh bytes, fit for a key
     */
    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
