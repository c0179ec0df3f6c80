package dev.openfused.gateway.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What an Ed25519 key or signature must look like before any curve arithmetic. Implementations disagree on these edges
 * (DEPENDENCIES.md; vectors of Wycheproof and CCTV), so they are settled here, once, by the rule of ed25519-dalek's
 * {@code verify_strict}: points in their one canonical encoding and not of small order, S below the group order.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1">RFC 8032, 5.1</a>
 */
final class Ed25519Encoding {
    /** Bytes of a seed, a public key, and each half of a signature. */
    static final int POINT_LENGTH = 32;

    /** Bytes of a signature: R, then S. */
    static final int SIGNATURE_LENGTH = 64;

    /** Numbers as they stand in keys and signatures, the lowest byte first: 2^255 - 19, and the order of the group. */
    private static final byte[] FIELD = bytes("ed" + "ff".repeat(30) + "7f");

    private static final byte[] GROUP_ORDER = bytes("edd3f55c1a631258d69cf7a2def9de14" + "00".repeat(15) + "10");

    /** The y of the eight points of small order: of order 4, 1, 2, and twice 8. */
    private static final List<byte[]> SMALL_ORDER_Y = List.of(
            bytes("00".repeat(32)),
            bytes("01" + "00".repeat(31)),
            bytes("ec" + "ff".repeat(30) + "7f"),
            bytes("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            bytes("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

    private Ed25519Encoding() {}

    /**
     * Whether a point is in its canonical encoding and not of small order. Of the 14 encodings of the 8 small-order
     * points the non-canonical ones fail the first, the others the second.
     *
     * @param point any bytes
     * @return false if it must be refused
     */
    static boolean isAcceptablePoint(byte[] point) {
        if (point.length != POINT_LENGTH) {
            return false;
        }
        byte[] y = withoutSign(point);
        return isBelow(y, FIELD) && !isOfSmallOrder(y);
    }

    /**
     * Whether a signature is 64 bytes, its R acceptable and its S reduced.
     *
     * @param signature any bytes
     * @return false if it must be refused
     */
    static boolean isAcceptableSignature(byte[] signature) {
        return signature.length == SIGNATURE_LENGTH
                && isAcceptablePoint(Arrays.copyOf(signature, POINT_LENGTH))
                && isBelow(Arrays.copyOfRange(signature, POINT_LENGTH, SIGNATURE_LENGTH), GROUP_ORDER);
    }

    /**
     * Whether an acceptable encoding is a point at all: half of all numbers are the y of no point.
     *
     * @param point 32 bytes
     * @return true if it lies on the curve
     */
    static boolean isOnCurve(byte[] point) {
        BigInteger p = Curve.P;
        BigInteger ySquared = littleEndian(withoutSign(point)).modPow(BigInteger.TWO, p);
        BigInteger xSquared = ySquared.subtract(BigInteger.ONE)
                .multiply(Curve.D.multiply(ySquared).add(BigInteger.ONE).modInverse(p))
                .mod(p);
        BigInteger eulersCriterion = xSquared.modPow(p.subtract(BigInteger.ONE).shiftRight(1), p);
        return eulersCriterion.signum() == 0 || eulersCriterion.equals(BigInteger.ONE);
    }

    /** Computed only where keys are imported. */
    private static final class Curve {
        static final BigInteger P = littleEndian(FIELD);
        static final BigInteger D = BigInteger.valueOf(-121665)
                .multiply(BigInteger.valueOf(121666).modInverse(P))
                .mod(P);
    }

    /** The y of a point; its highest bit is the sign of x. */
    private static byte[] withoutSign(byte[] point) {
        byte[] y = point.clone();
        y[POINT_LENGTH - 1] &= 0x7f;
        return y;
    }

    private static boolean isOfSmallOrder(byte[] y) {
        for (byte[] small : SMALL_ORDER_Y) {
            if (Arrays.equals(small, y)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBelow(byte[] number, byte[] limit) {
        for (int i = POINT_LENGTH - 1; i >= 0; i--) {
            if (number[i] != limit[i]) {
                return Byte.compareUnsigned(number[i], limit[i]) < 0;
            }
        }
        return false;
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
