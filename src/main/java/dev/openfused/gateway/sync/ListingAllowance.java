package dev.openfused.gateway.sync;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes that the listings of one walk through a peer's folders may still take. Not thread-safe. */
public final class ListingAllowance {
    private final long total;
    private long left;

    /**
     * For one walk.
     *
     * @param total of all folders together, in bytes
     */
    public ListingAllowance(long total) {
        this.total = total;
        this.left = total;
    }

    /**
     * A listing on its way.
     *
     * @param in its bytes
     * @param largest of one listing, in bytes
     * @return the same bytes; reading more than is allowed fails with {@link TooLargeException}
     */
    public InputStream bounding(InputStream in, long largest) {
        return new Bounded(in, largest);
    }

    /**
     * Takes note of a part of a listing.
     *
     * @param bytes of it
     * @throws TooLargeException if that is more than is allowed
     */
    public void take(long bytes) throws TooLargeException {
        left -= bytes;
        if (left < 0) {
            throw new TooLargeException("its file listings are larger than " + total + " bytes together");
        }
    }

    /**
     * Whether there is any left.
     *
     * @return false once more was read than is allowed
     */
    boolean isUsedUp() {
        return left <= 0;
    }

    private final class Bounded extends FilterInputStream {
        private final long largest;
        private long size;

        Bounded(InputStream in, long largest) {
            super(in);
            this.largest = largest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            if (n > 0) {
                take(n);
                size += n;
                if (size > largest) {
                    throw new TooLargeException("it is larger than " + largest + " bytes");
                }
            }
            return n;
        }
    }
}
