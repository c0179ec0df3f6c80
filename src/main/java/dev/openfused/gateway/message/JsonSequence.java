package dev.openfused.gateway.message;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several JSON texts in one body, each kept byte for byte: a record separator before it, a line feed after it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7464">RFC 7464, JSON Text Sequences</a>
 */
public final class JsonSequence {
    /** Its media type. */
    public static final String MEDIA_TYPE = "application/json-seq";

    private static final byte SEPARATOR = 0x1e;
    private static final byte END = '\n';

    private JsonSequence() {}

    /**
     * Puts texts together.
     *
     * @param texts JSON, which never holds the separator
     * @return the body
     */
    public static byte[] of(List<byte[]> texts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] text : texts) {
            body.write(SEPARATOR);
            body.writeBytes(text);
            body.write(END);
        }
        return body.toByteArray();
    }

    /**
     * Takes texts apart. What stands before the first separator is a text too, so that it is not silently passed over.
     *
     * @param body any bytes
     * @param most how many texts are taken; those after them are left out
     * @return the texts, possibly not JSON; empty ones are none
     */
    public static List<byte[]> texts(byte[] body, int most) {
        List<byte[]> texts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= body.length && texts.size() < most; i++) {
            if (i == body.length || body[i] == SEPARATOR) {
                int end = i > start && body[i - 1] == END ? i - 1 : i;
                if (end > start) {
                    texts.add(Arrays.copyOfRange(body, start, end));
                }
                start = i + 1;
            }
        }
        return texts;
    }
}
