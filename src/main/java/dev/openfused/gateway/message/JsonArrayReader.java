package dev.openfused.gateway.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Takes the elements out of a JSON array one by one, without looking at what is in them: so an element that is broken or
 * too large spoils no other. The memory of one element is all it costs, however long the array is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-5">RFC 8259, 5 Arrays</a>
 */
public final class JsonArrayReader {
    private static final int BUFFER = 8192;

    /** How much is kept of the beginning and of the end of an element that is too large, in bytes. */
    private static final int EXCERPT = 1024;

    private static final int END = -1;
    private static final int BYTE = 0xFF;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final InputStream in;
    private final int largest;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean begun;
    private boolean ended;
    private Content element = new Content();

    /**
     * A reader.
     *
     * @param in UTF-8; not closed
     * @param largest the largest element that is kept whole, in bytes
     */
    public JsonArrayReader(InputStream in, int largest) {
        this.in = in;
        this.largest = largest;
    }

    /**
     * Goes on to the next element.
     *
     * @return false at the end of the array
     * @throws MalformedListException if this is no array, or ends within
     * @throws IOException from the stream
     */
    public boolean next() throws IOException {
        if (ended) {
            return false;
        }
        if (!begun) {
            begun = true;
            if (first() != '[') {
                throw new MalformedListException("it is not a JSON array");
            }
        }
        int c = afterBlanks();
        if (c == ']') {
            ended = true;
            return false;
        }
        if (c != END) {
            position--;
        }
        element = new Content();
        copy();
        return true;
    }

    /**
     * Whether the element is no larger than what is kept.
     *
     * @return if not, {@link #bytes()} is its beginning and its end
     */
    public boolean isWhole() {
        return element.size <= largest;
    }

    /**
     * The element.
     *
     * @return a fresh array
     */
    public byte[] bytes() {
        return element.bytes();
    }

    private int first() throws IOException {
        int c = afterBlanks();
        if (c != BYTE_ORDER_MARK[0]) {
            return c;
        }
        return read() == BYTE_ORDER_MARK[1] && read() == BYTE_ORDER_MARK[2] ? afterBlanks() : END;
    }

    private int afterBlanks() throws IOException {
        int c = read();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = read();
        }
        return c;
    }

    /** Up to the comma or bracket that ends it. */
    private void copy() throws IOException {
        int depth = 0;
        boolean quoted = false;
        boolean escaped = false;
        do {
            int start = position;
            for (; position < limit; position++) {
                byte c = buffer[position];
                if (quoted) {
                    quoted = escaped || c != '"';
                    escaped = !escaped && c == '\\';
                } else if (depth == 0 && (c == ',' || c == ']')) {
                    element.add(buffer, start, position - start);
                    ended = c == ']';
                    position++;
                    return;
                } else {
                    quoted = c == '"';
                    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                }
            }
            element.add(buffer, start, limit - start);
        } while (fill());
        throw new MalformedListException("it breaks off");
    }

    private int read() throws IOException {
        return position < limit || fill() ? buffer[position++] & BYTE : END;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    /** What there is of one element. */
    private final class Content {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private byte[] tail = new byte[0];
        private long size;

        void add(byte[] from, int offset, int length) {
            int room = (int) Math.max(0, Math.min(length, largest - size));
            kept.write(from, offset, room);
            size += length;
            if (size > largest) {
                ByteArrayOutputStream end = new ByteArrayOutputStream();
                end.writeBytes(tail);
                end.write(from, offset, length);
                byte[] more = end.toByteArray();
                tail = Arrays.copyOfRange(more, Math.max(0, more.length - EXCERPT), more.length);
            }
        }

        byte[] bytes() {
            byte[] whole = kept.toByteArray();
            if (size <= largest) {
                return whole;
            }
            ByteArrayOutputStream excerpt = new ByteArrayOutputStream();
            excerpt.write(whole, 0, Math.min(EXCERPT, whole.length));
            excerpt.writeBytes(tail);
            return excerpt.toByteArray();
        }
    }
}
