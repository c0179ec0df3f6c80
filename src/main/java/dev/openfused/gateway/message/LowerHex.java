package dev.openfused.gateway.message;

/** The form of keys, ids and digests: lower-case hex digits. Checked for each message, so without a regular expression. */
public final class LowerHex {
    private LowerHex() {}

    /**
     * Whether a text is so many lower-case hex digits and nothing else.
     *
     * @param text any text
     * @param digits how many
     * @return true if it is
     */
    public static boolean is(String text, int digits) {
        if (text.length() != digits) {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
