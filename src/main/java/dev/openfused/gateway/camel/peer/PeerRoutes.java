package dev.openfused.gateway.camel.peer;

import dev.openfused.gateway.camel.RouteKeeper;
import dev.openfused.gateway.camel.TemplatedRoutes;
import dev.openfused.gateway.dispatch.PeerTargets;
import dev.openfused.gateway.peer.PushAhead;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.SshAddress;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.sync.PeerWays;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One route for each outbox directory that belongs to a peer with an http(s) or ssh address, made from the template {@code
 * deliver-http} or {@code deliver-sftp}. A look costs one {@code stat} and one directory listing.
 */
public final class PeerRoutes implements RouteKeeper.Routes<PeerRoutes.Way> {
    private static final Logger LOG = LoggerFactory.getLogger(PeerRoutes.class);

    private final CamelContext context;
    private final Store store;
    private final ResolvedSettings settings;
    private final PeerWays ways;
    private final PeerLinks links;

    /**
     * A peer that can be reached, as far as a route to it depends on it.
     *
     * @param peer its name
     * @param url its address
     */
    public record Way(String peer, String url) {
        static Way to(Mesh.Peer peer) {
            return new Way(peer.name(), peer.url());
        }

        Mesh.Peer asPeer() {
            return new Mesh.Peer("", peer, url, "");
        }

        String template() {
            return SshAddress.isOne(url) ? "deliver-sftp" : "deliver-http";
        }
    }

    /**
     * For one store.
     *
     * @param context holds the templates
     * @param store whose peers and outbox
     * @param settings the gateway's: retries
     * @param ways to peers
     * @param links is kept up to date
     */
    public PeerRoutes(CamelContext context, Store store, ResolvedSettings settings, PeerWays ways, PeerLinks links) {
        this.context = context;
        this.store = store;
        this.settings = settings;
        this.ways = ways;
        this.links = links;
    }

    /** Directories that exist and those that may, by name. */
    @Override
    public Map<String, Way> wanted() throws StoreException {
        Mesh mesh = store.mesh().read();
        Map<String, Way> ways = new TreeMap<>();
        for (Mesh.Peer peer : mesh.peers()) {
            PeerTargets.directoryOf(peer, mesh).ifPresent(directory -> ways.put(directory, Way.to(peer)));
        }
        for (String directory : store.outbox().directories()) {
            PeerTargets.peerOf(directory, mesh).ifPresent(peer -> ways.putIfAbsent(directory, Way.to(peer)));
        }
        return ways;
    }

    @Override
    public void unreadable(String reason) {
        LOG.error("routes to peers stay as they are: {}", reason);
    }

    @Override
    public void add(String directory, Way way) throws Exception {
        links.open(directory, new PushAhead(ways.transport(way.asPeer())));
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("directory", directory);
        parameters.put(
                "retry-first", settings.get(GatewaySettings.DELIVER_RETRY_FIRST).toMillis() + "ms");
        parameters.put(
                "retry-longest",
                settings.get(GatewaySettings.DELIVER_RETRY_LONGEST).toMillis() + "ms");
        TemplatedRoutes.add(context, routeId(directory), way.template(), parameters);
        LOG.info("peer {}: {} is pushed there", way.peer(), directory);
    }

    @Override
    public String lacking(Way way) {
        return "peer " + way.peer() + ": nothing can be pushed there";
    }

    /** The route first: what it carries is finished. */
    @Override
    public void remove(String directory) throws Exception {
        try {
            TemplatedRoutes.remove(context, routeId(directory));
        } finally {
            closeLink(directory);
        }
    }

    private void closeLink(String directory) {
        PushAhead link = links.close(directory);
        if (link != null) {
            try {
                link.close();
            } catch (IOException e) {
                LOG.warn("connections of {} can't be closed: {}", directory, e.getMessage());
            }
        }
    }

    private static String routeId(String directory) {
        return "deliver-" + directory;
    }
}
