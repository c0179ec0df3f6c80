package dev.openfused.gateway.crypto;

/** The encoding in which providers take keys. */
final class Der {
    private Der() {}

    /**
     * A key of a curve of its own, such as Ed25519 or X25519.
     *
     * @param prefix what says which curve, and whether it is secret
     * @param raw 32 bytes
     * @return both
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8410">RFC 8410</a>
     */
    static byte[] key(byte[] prefix, byte[] raw) {
        byte[] der = new byte[prefix.length + raw.length];
        System.arraycopy(prefix, 0, der, 0, prefix.length);
        System.arraycopy(raw, 0, der, prefix.length, raw.length);
        return der;
    }
}
