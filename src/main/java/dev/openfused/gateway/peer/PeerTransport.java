package dev.openfused.gateway.peer;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A way into one peer's inbox. Safe for many threads. */
public interface PeerTransport extends Closeable {
    /**
     * Hands over an envelope, byte for byte.
     *
     * @param file its base name in our outbox, for transports that copy files
     * @param envelope a signed message
     * @return what the peer said to it
     * @throws IOException if there was no answer: the peer is away, or we may not connect to it. The text says why; the
     *     peer may have taken the envelope all the same
     */
    PushAnswer push(String file, byte[] envelope) throws IOException;

    /**
     * Whether the peer has shown that it takes several at a time.
     *
     * @return false if it has not, or can't
     */
    default boolean takesSeveral() {
        return false;
    }

    /**
     * Hands over several, in order; only for a peer that takes several.
     *
     * @param envelopes signed messages, at least one
     * @return what the peer said to each, up to the first that it did not take; the others it did not look at
     * @throws IOException if there was no answer; the peer may have taken any of them all the same
     */
    default List<PushAnswer> pushAll(List<byte[]> envelopes) throws IOException {
        throw new UnsupportedOperationException("one at a time");
    }
}
