package dev.openfused.gateway.sync;

import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.store.Mesh;
import java.io.IOException;

/** Ways to peers, whatever their addresses are. Opening one connects to nobody. Safe for many threads. */
public interface PeerWays {
    /**
     * The way to what a peer shows and holds.
     *
     * @param peer with an address of a kind that is known here
     * @return to be closed
     * @throws IOException one line, if what is configured for it can't be used
     * @throws IllegalArgumentException one line, if its address is of no such kind
     */
    PeerSource source(Mesh.Peer peer) throws IOException;

    /**
     * The way into a peer's inbox.
     *
     * @param peer with an address of a kind that is known here
     * @return to be closed
     * @throws IOException one line, if what is configured for it can't be used
     * @throws IllegalArgumentException one line, if its address is of no such kind
     */
    PeerTransport transport(Mesh.Peer peer) throws IOException;
}
