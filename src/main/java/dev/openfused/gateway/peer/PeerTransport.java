package dev.openfused.gateway.peer;

import java.io.Closeable;
import java.io.IOException;

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
}
