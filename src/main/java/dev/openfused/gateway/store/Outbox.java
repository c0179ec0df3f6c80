package dev.openfused.gateway.store;

import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.SignedMessage;
import java.nio.file.Path;
import java.util.List;

/** {@code outbox/{name}-{FP8}/}: messages waiting for one recipient each. Files never change once written. */
public final class Outbox {
    /**
     * A waiting message.
     *
     * @param directory {@code {name}-{FP8}}
     * @param file base name
     */
    public record Entry(String directory, String file) {}

    /**
     * The directory, for watching.
     *
     * @return absolute
     */
    public Path directory() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Queues a message for a recipient, in the directory of the peer of that recipient where one is configured, else of
     * the keyring entry (protocol section 3).
     *
     * @param recipient whom it is for
     * @param message a signed message
     * @return where it stands
     * @throws StoreException if it can't be written; nothing half-written stays behind
     */
    public Entry put(KeyringEntry recipient, SignedMessage message) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * What waits, for everybody.
     *
     * @return entries by directory, then file name
     * @throws StoreException if the directory can't be read
     */
    public List<Entry> waiting() throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Reads a waiting message.
     *
     * @param entry which
     * @return its bytes
     * @throws StoreException if it is gone, a link, no regular file, or too large
     */
    public byte[] read(Entry entry) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Files a delivered message under {@code .sent/}. Already there is fine.
     *
     * @param entry which
     * @throws StoreException if it can't be moved
     */
    public void sent(Entry entry) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Parks a message that will never be accepted under {@code .failed/}, with the reason beside it ({@code
     * {file}.reason}, one line).
     *
     * @param entry which
     * @param reason one line
     * @throws StoreException if it can't be moved
     */
    public void failed(Entry entry, String reason) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Keeps a copy of an own broadcast, sealed to ourselves, under {@code outbox/.broadcast/}.
     *
     * @param message the copy
     * @return its base name
     * @throws StoreException if it can't be written
     */
    public String putBroadcastCopy(SignedMessage message) throws StoreException {
        throw new UnsupportedOperationException("contract");
    }
}
