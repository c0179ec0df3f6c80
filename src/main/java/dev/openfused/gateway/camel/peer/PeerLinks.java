package dev.openfused.gateway.camel.peer;

import dev.openfused.gateway.peer.PushAhead;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The ways to peers that are open now, by outbox directory: what the steps push through. Safe for many threads. */
public final class PeerLinks {
    private final Map<String, PushAhead> links = new ConcurrentHashMap<>();

    /** No links yet; {@link PeerRoutes} opens and closes them. */
    public PeerLinks() {}

    /**
     * The way to the peer that a directory belongs to.
     *
     * @param directory {@code {name}-{FP8}}
     * @return the way
     * @throws IllegalStateException if there is none: its peer was removed a moment ago
     */
    PushAhead to(String directory) {
        PushAhead link = links.get(directory);
        if (link == null) {
            throw new IllegalStateException("no peer with an http(s) or ssh address is configured for " + directory);
        }
        return link;
    }

    void open(String directory, PushAhead link) {
        links.put(directory, link);
    }

    @Nullable
    PushAhead close(String directory) {
        return links.remove(directory);
    }
}
