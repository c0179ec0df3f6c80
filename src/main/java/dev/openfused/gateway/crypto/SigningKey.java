package dev.openfused.gateway.crypto;

import dev.openfused.gateway.message.LowerHex;
import java.util.HexFormat;

/**
 * A public signing key fit to be imported: 64 lower-case hex digits, a point of the curve, canonical, and none of the
 * small-order points, under which signatures verify that nobody made.
 *
 * @param hex 64 lower-case hex digits
 */
public record SigningKey(String hex) {
    /**
     * Checks the key.
     *
     * @param hex 64 lower-case hex digits
     * @throws IllegalArgumentException with a line for people
     */
    public SigningKey {
        if (!isWellFormed(hex)) {
            throw new IllegalArgumentException("a signing key is 64 lower-case hex digits");
        }
        byte[] point = HexFormat.of().parseHex(hex);
        if (!Ed25519Encoding.isAcceptablePoint(point) || !Ed25519Encoding.isOnCurve(point)) {
            throw new IllegalArgumentException(
                    "these 64 hex digits are no usable Ed25519 key (not a point, not canonical, or of small order)");
        }
    }

    /**
     * Its fingerprint.
     *
     * @return what people compare
     */
    public Fingerprint fingerprint() {
        return Fingerprint.of(hex);
    }

    static boolean isWellFormed(String hex) {
        return LowerHex.is(hex, 2 * Ed25519Encoding.POINT_LENGTH);
    }

    @Override
    public String toString() {
        return hex;
    }
}
