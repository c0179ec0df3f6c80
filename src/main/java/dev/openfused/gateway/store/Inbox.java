package dev.openfused.gateway.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code inbox/}: received messages. Hostile ground (protocol section 11): regular files only, no link is followed. */
public final class Inbox {
    /** The largest file that is read, in bytes; the body limit of {@code POST /inbox} and room for what others copy in. */
    public static final int LARGEST = 4 * 1024 * 1024;

    /**
     * The directory, for watching.
     *
     * @return absolute
     */
    public Path directory() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * The base names of messages ({@code *.json}, {@code *.md}, not hidden), without reading any. Close the stream.
     *
     * @return names, unordered
     * @throws StoreException if the directory can't be read
     */
    public Stream<String> names() throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Reads one message file, wherever it is: {@code inbox/} or, once archived, {@code inbox/.read/}.
     *
     * @param name a base name
     * @return its bytes, or empty if there is none
     * @throws StoreException if it is a link, no regular file, or too large; the text says which
     */
    public Optional<byte[]> read(String name) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Stores a message whole: temporary file, fsync, rename, directory fsync. Never overwrites: a taken name gets a
     * counter before its suffix.
     *
     * @param name a base name
     * @param content the bytes, kept as they are
     * @return the name it has
     * @throws StoreException if it can't be written; nothing half-written stays behind
     */
    public String put(String name, byte[] content) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Moves a message to {@code inbox/.read/}.
     *
     * @param name a base name
     * @throws StoreException if there is none
     */
    public void archive(String name) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }
}
