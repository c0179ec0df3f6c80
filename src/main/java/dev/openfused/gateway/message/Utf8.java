package dev.openfused.gateway.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;

/** UTF-8 without mercy: nothing is replaced, so what is read is what was written. */
public final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /**
     * Decodes bytes.
     *
     * @param bytes any bytes
     * @return the text, or empty if they are not UTF-8
     */
    public static Optional<String> decode(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        // What had to be replaced leaves this character; where it stands, it may also have been written.
        return text.indexOf(REPLACEMENT) < 0 ? Optional.of(text) : decodeStrictly(bytes);
    }

    private static Optional<String> decodeStrictly(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a text has an exact form in UTF-8: a string can hold half of a surrogate pair, which has none.
     *
     * @param text any string
     * @return true unless a surrogate stands alone
     */
    public static boolean canEncode(String text) {
        char[] chars = text.toCharArray(); // a call for each character costs more than looking at it
        for (int i = 0; i < chars.length; i++) {
            char c = chars[i];
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                if (!Character.isHighSurrogate(c) || i + 1 == chars.length || !Character.isLowSurrogate(chars[i + 1])) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
