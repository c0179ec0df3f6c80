package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.bridge.Source;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.store.StoreException;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder of files that outward bridges carry, besides the inbox. Safe for many threads. */
public interface SourceFolder {
    /**
     * Which bridges carry it.
     *
     * @return what their {@code source} says
     */
    Source source();

    /**
     * How the queue calls it.
     *
     * @return such as {@code outbox/.broadcast}
     */
    String name();

    /**
     * The keys of all files, by which they are remembered. Close the stream.
     *
     * @return keys, unordered
     * @throws StoreException if the folder can't be read
     */
    Stream<String> keys() throws StoreException;

    /**
     * The key of a file that is new or changed.
     *
     * @param file its name as it is watched
     * @return its key; empty if it is none that is carried
     * @throws StoreException if the folder can't be read
     */
    Optional<String> key(String file) throws StoreException;

    /**
     * Whether a file is still there.
     *
     * @param key its key
     * @return false if it is gone
     * @throws StoreException if the folder can't be read
     */
    boolean contains(String key) throws StoreException;

    /**
     * Reads a file.
     *
     * @param key its key
     * @return what there is to dispatch; empty if it is gone
     * @throws StoreException if it can't be read
     */
    Optional<Entry> read(String key) throws StoreException;

    /**
     * What a file comes to.
     *
     * @param message what it says, judged
     * @param content its bytes, by which one sees whether it is still being written
     * @param finished whether it can be told from the file that it is whole
     * @param envelope what the queue is to keep
     */
    record Entry(OpenedMessage message, byte[] content, boolean finished, Envelope envelope) {}

    /** Makes what the queue keeps, once it is known that somebody is to get it. */
    interface Envelope {
        /**
         * Seals it.
         *
         * @return the payload
         * @throws StoreException if the keys can't be read
         */
        byte[] seal() throws StoreException;
    }
}
