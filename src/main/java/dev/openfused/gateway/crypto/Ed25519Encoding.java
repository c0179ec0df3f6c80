package dev.openfused.gateway.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

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

    private static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger L =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);

    /** The y of the eight points of small order: of order 4, 1, 2, and twice 8. */
    private static final Set<BigInteger> SMALL_ORDER_Y = Set.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            P.subtract(BigInteger.ONE),
            littleEndian(HexFormat.of().parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")),
            littleEndian(HexFormat.of().parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")));

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
        BigInteger y = y(point);
        return y.compareTo(P) < 0 && !SMALL_ORDER_Y.contains(y);
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
                && littleEndian(Arrays.copyOfRange(signature, POINT_LENGTH, SIGNATURE_LENGTH))
                                .compareTo(L)
                        < 0;
    }

    /**
     * Whether an acceptable encoding is a point at all: half of all numbers are the y of no point.
     *
     * @param point 32 bytes
     * @return true if it lies on the curve
     */
    static boolean isOnCurve(byte[] point) {
        BigInteger ySquared = y(point).modPow(BigInteger.TWO, P);
        BigInteger xSquared = ySquared.subtract(BigInteger.ONE)
                .multiply(D.multiply(ySquared).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger eulersCriterion = xSquared.modPow(P.subtract(BigInteger.ONE).shiftRight(1), P);
        return eulersCriterion.signum() == 0 || eulersCriterion.equals(BigInteger.ONE);
    }

    private static BigInteger y(byte[] point) {
        return littleEndian(point).clearBit(255); // the sign of x
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }
}
