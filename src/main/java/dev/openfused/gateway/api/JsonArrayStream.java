package dev.openfused.gateway.api;

import java.io.InputStream;
import java.util.Iterator;

/** A JSON array whose elements are made while it is read, one at a time. */
final class JsonArrayStream extends InputStream {
    private static final byte[] EMPTY = {'[', ']'};
    private static final byte[] END = {']'};

    private final Iterator<byte[]> elements;
    private byte[] part = {};
    private int position;
    private boolean begun;
    private boolean ended;

    /**
     * An array.
     *
     * @param elements JSON texts in UTF-8
     */
    JsonArrayStream(Iterator<byte[]> elements) {
        this.elements = elements;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (position == part.length) {
            if (ended) {
                return -1;
            }
            part = next();
            position = 0;
        }
        int count = Math.min(length, part.length - position);
        System.arraycopy(part, position, into, offset, count);
        position += count;
        return count;
    }

    private byte[] next() {
        if (elements.hasNext()) {
            byte[] element = elements.next();
            byte[] separated = new byte[element.length + 1];
            separated[0] = (byte) (begun ? ',' : '[');
            System.arraycopy(element, 0, separated, 1, element.length);
            begun = true;
            return separated;
        }
        ended = true;
        return begun ? END : EMPTY;
    }
}
