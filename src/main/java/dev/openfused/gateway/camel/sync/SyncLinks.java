package dev.openfused.gateway.camel.sync;

import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.sync.Pace;
import dev.openfused.gateway.sync.PeerCondition;
import dev.openfused.gateway.sync.PeerSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The peers that are synced now, by name: what the step asks through. Safe for many threads. */
public final class SyncLinks {
    private final Map<String, Link> links = new ConcurrentHashMap<>();

    /** No links yet; {@link SyncRoutes} opens and closes them. */
    public SyncLinks() {}

    /** A peer, the way there, how often it is asked, what was told of it, and whether somebody still asks. */
    record Link(Mesh.Peer peer, PeerSource source, Pace pace, PeerCondition condition, Heartbeat heartbeat) {}

    @Nullable
    Link to(String peer) {
        return links.get(peer);
    }

    void open(Link link) {
        links.put(link.peer().name(), link);
    }

    @Nullable
    Link close(String peer) {
        return links.remove(peer);
    }
}
