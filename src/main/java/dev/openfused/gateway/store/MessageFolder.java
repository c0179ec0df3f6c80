package dev.openfused.gateway.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder that received messages are put into: {@code inbox/}, or {@code inbox/.quarantine/} for those of strangers. */
public sealed interface MessageFolder permits Inbox, Quarantine {
    /**
     * The base names of messages ({@code *.json}, {@code *.md}, not hidden), without reading any. They come as the
     * directory is read, so a large one costs no memory. Close the stream.
     *
     * @return names, unordered
     * @throws StoreException if the directory can't be read
     */
    Stream<String> names() throws StoreException;

    /**
     * Holds the folder open, for reading many.
     *
     * @return what reads; close it
     * @throws StoreException if the directory can't be opened
     */
    MessageReader reader() throws StoreException;

    /**
     * Reads one message file.
     *
     * @param name a base name
     * @return its bytes, or empty if there is none
     * @throws StoreException if it is a link, no regular file, or too large; the text says which
     */
    default Optional<byte[]> read(String name) throws StoreException {
        try (MessageReader reader = reader()) {
            return reader.read(name);
        }
    }

    /**
     * Whether a message of this name stands there; nothing is opened.
     *
     * @param name a base name
     * @return true if there is something of that name
     * @throws StoreException if the directory can't be read
     */
    boolean contains(String name) throws StoreException;

    /**
     * Whether this very message stands there, under the name or one with a counter.
     *
     * @param name a base name
     * @param content its bytes
     * @return true if it does
     * @throws StoreException if the directory or one of these files can't be read
     */
    default boolean holds(String name, byte[] content) throws StoreException {
        String candidate = name;
        for (int n = 2; contains(candidate); n++) {
            if (read(candidate).filter(c -> Arrays.equals(c, content)).isPresent()) {
                return true;
            }
            candidate = BaseName.numbered(name, n);
        }
        return false;
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
    String put(String name, byte[] content) throws StoreException;
}
