package dev.openfused.gateway.camel.peer;

import dev.openfused.gateway.camel.TemplatedRoutes;
import dev.openfused.gateway.dispatch.PeerTargets;
import dev.openfused.gateway.message.VisibleText;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one route for each outbox directory that belongs to a peer with an http(s) or ssh address, made from the template
 * {@code deliver-http} or {@code deliver-sftp}. Peers come and go with {@code .mesh.json}, which the command line and others edit, so both are looked at
 * every second: one {@code stat} and one directory listing.
 */
public final class PeerRoutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerRoutes.class);
    private static final long PERIOD_MILLIS = 1000;

    private final CamelContext context;
    private final Store store;
    private final ResolvedSettings settings;
    private final PeerWays ways;
    private final PeerLinks links;

    /** A peer that can be reached, as far as a route to it depends on it. */
    private record Way(String peer, String url) {
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

    /** What has a route. */
    private final Map<String, Way> known = new TreeMap<>();

    /** What could not get one, and why; so that is told once and not every second. */
    private final Map<String, String> faults = new HashMap<>();

    private @Nullable ScheduledExecutorService looking;
    private @Nullable String lastFault;

    /**
     * For one store; nothing runs before {@link #start()}.
     *
     * @param context holds the template
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

    /** Makes the routes that are due now, and goes on looking. */
    public void start() {
        refresh();
        ScheduledExecutorService executor =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "peers");
        executor.scheduleWithFixedDelay(this::refresh, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        looking = executor;
    }

    /** Makes the routes be what the store says now. A store that can't be read leaves them as they are. */
    public synchronized void refresh() {
        Map<String, Way> wanted;
        try {
            wanted = wanted();
            lastFault = null;
        } catch (StoreException e) {
            if (!String.valueOf(e.getMessage()).equals(lastFault)) {
                lastFault = String.valueOf(e.getMessage());
                LOG.error("routes to peers stay as they are: {}", lastFault);
            }
            return;
        }
        Map.copyOf(known).forEach((directory, way) -> {
            if (!way.equals(wanted.get(directory))) {
                remove(directory);
            }
        });
        wanted.forEach((directory, way) -> {
            if (!known.containsKey(directory)) {
                add(directory, way);
            }
        });
    }

    /** Directories that exist and those that may, by name. */
    private Map<String, Way> wanted() throws StoreException {
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

    private void add(String directory, Way way) {
        known.put(directory, way);
        try {
            links.open(directory, new PushAhead(ways.transport(way.asPeer())));
            Map<String, Object> parameters = new HashMap<>();
            parameters.put("directory", directory);
            parameters.put(
                    "retry-first",
                    settings.get(GatewaySettings.DELIVER_RETRY_FIRST).toMillis() + "ms");
            parameters.put(
                    "retry-longest",
                    settings.get(GatewaySettings.DELIVER_RETRY_LONGEST).toMillis() + "ms");
            TemplatedRoutes.add(context, routeId(directory), way.template(), parameters);
            faults.remove(directory);
            LOG.info("peer {}: {} is pushed there", way.peer(), directory);
        } catch (Exception e) {
            known.remove(directory); // tried again at the next look
            String fault = e.getMessage() == null ? e.toString() : e.getMessage();
            if (!fault.equals(faults.put(directory, fault))) {
                LOG.error(
                        "peer {}: nothing can be pushed there: {}", VisibleText.of(way.peer()), VisibleText.of(fault));
            }
            closeLink(directory);
        }
    }

    private void remove(String directory) {
        known.remove(directory);
        try {
            TemplatedRoutes.remove(context, routeId(directory));
        } catch (Exception e) {
            LOG.error(
                    "the route of {} can't be removed: {}", directory, VisibleText.of(String.valueOf(e.getMessage())));
        }
        closeLink(directory);
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

    /** Stops looking, drains and removes the routes, closes the connections. */
    @Override
    public void close() {
        ScheduledExecutorService executor = looking;
        if (executor != null) {
            context.getExecutorServiceManager().shutdownNow(executor);
        }
        synchronized (this) {
            List.copyOf(known.keySet()).forEach(this::remove);
        }
    }
}
