package dev.openfused.gateway.camel.sync;

import dev.openfused.gateway.camel.TemplatedRoutes;
import dev.openfused.gateway.dispatch.PeerTargets;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.settings.DurationText;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.SshAddress;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.sync.Pace;
import dev.openfused.gateway.sync.PeerCondition;
import dev.openfused.gateway.sync.PeerState;
import dev.openfused.gateway.sync.PeerWays;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one route for each peer with an http(s) or ssh address, made from the template {@code sync-http} or {@code sync-sftp}.
 * Peers come and go with
 * {@code .mesh.json}, which the command line and others edit, so it is looked at every second.
 */
public final class SyncRoutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyncRoutes.class);
    private static final long PERIOD_MILLIS = 1000;
    private static final long LONGEST_START_MILLIS = 5_000;

    private final CamelContext context;
    private final Store store;
    private final ResolvedSettings settings;
    private final PeerWays ways;
    private final SyncLinks links;
    private final Clock clock;

    /** What has a route, by name: its address. */
    private final Map<String, String> known = new TreeMap<>();

    /** What could not get one, and why; so that is told once and not every second. */
    private final Map<String, String> faults = new HashMap<>();

    private @Nullable ScheduledExecutorService looking;

    /**
     * For one store; nothing runs before {@link #start()}.
     *
     * @param context holds the template
     * @param store whose peers
     * @param settings the gateway's: how often
     * @param ways to peers
     * @param links is kept up to date
     * @param clock now
     */
    public SyncRoutes(
            CamelContext context, Store store, ResolvedSettings settings, PeerWays ways, SyncLinks links, Clock clock) {
        this.context = context;
        this.store = store;
        this.settings = settings;
        this.ways = ways;
        this.links = links;
        this.clock = clock;
    }

    /** Makes the routes that are due now, and goes on looking; does nothing if sync is switched off. */
    public void start() {
        if (settings.get(GatewaySettings.SYNC_EVERY).isZero()) {
            return;
        }
        refresh();
        ScheduledExecutorService executor =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "sync-peers");
        executor.scheduleWithFixedDelay(this::refresh, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        looking = executor;
    }

    /** Makes the routes be what the store says now. A store that can't be read leaves them as they are. */
    public synchronized void refresh() {
        Map<String, Mesh.Peer> wanted = new TreeMap<>();
        try {
            for (Mesh.Peer peer : store.mesh().read().peers()) {
                if (PeerTargets.isReachable(peer.url()) && AgentName.isValid(peer.name())) {
                    wanted.put(peer.name(), peer);
                }
            }
        } catch (StoreException e) {
            LOG.debug("routes of sync stay as they are: {}", e.getMessage()); // those to peers tell it
            return;
        }
        Map.copyOf(known).forEach((name, url) -> {
            Mesh.Peer peer = wanted.get(name);
            if (peer == null || !url.equals(peer.url())) {
                remove(name);
            }
        });
        wanted.forEach((name, peer) -> {
            if (!known.containsKey(name)) {
                add(peer);
            }
        });
    }

    private void add(Mesh.Peer to) {
        String peer = to.name();
        known.put(peer, to.url());
        Duration every = settings.get(GatewaySettings.SYNC_EVERY);
        try {
            Pace pace = Pace.ofServe(jittered(every), settings.get(GatewaySettings.SYNC_RETRY_LONGEST));
            links.open(
                    new SyncLinks.Link(to, ways.source(to), pace, new PeerCondition(peer, tellIfLeftAlone(to, pace))));
            Map<String, Object> parameters = new HashMap<>();
            parameters.put("peer", peer);
            parameters.put("every", pace.every().toMillis() + "");
            // Not all at once, neither here nor at a peer that many sync with.
            parameters.put(
                    "delay",
                    ThreadLocalRandom.current().nextLong(1, Math.min(every.toMillis(), LONGEST_START_MILLIS) + 2) + "");
            TemplatedRoutes.add(
                    context, routeId(peer), SshAddress.isOne(to.url()) ? "sync-sftp" : "sync-http", parameters);
            faults.remove(peer);
            LOG.info("peer {}: synced every {}", peer, DurationText.of(every));
        } catch (Exception e) {
            known.remove(peer); // tried again at the next look
            String fault = e.getMessage() == null ? e.toString() : e.getMessage();
            if (!fault.equals(faults.put(peer, fault))) {
                LOG.error("peer {}: it can't be synced: {}", VisibleText.of(peer), VisibleText.of(fault));
            }
            closeLink(peer);
        }
    }

    /** Up to a tenth less or more: many gateways that were started at once do not go on asking at once. */
    private static Duration jittered(Duration every) {
        long millis = every.toMillis();
        return Duration.ofMillis(
                Math.max(1, millis - millis / 10 + ThreadLocalRandom.current().nextLong(millis / 5 + 1)));
    }

    /** Says so at once, as the next time something may be said of it is far away. */
    private List<String> tellIfLeftAlone(Mesh.Peer peer, Pace pace) throws StoreException {
        PeerState state = PeerState.of(store.peerFiles(new AgentName(peer.name())), peer.url());
        String fault = state.fault();
        if (fault == null || state.isDue(clock.instant(), pace)) {
            return List.of();
        }
        LOG.warn("peer {}: left alone until {}, as it did not answer: {}", peer.name(), state.until(), fault);
        return List.of(fault);
    }

    /** Its connections first: an exchange that is under way ends at once, and goes on another time. */
    private void remove(String peer) {
        known.remove(peer);
        closeLink(peer);
        try {
            TemplatedRoutes.remove(context, routeId(peer));
        } catch (Exception e) {
            LOG.error(
                    "the sync route of {} can't be removed: {}", peer, VisibleText.of(String.valueOf(e.getMessage())));
        }
    }

    private void closeLink(String peer) {
        SyncLinks.Link link = links.close(peer);
        if (link != null) {
            try {
                link.source().close();
            } catch (IOException e) {
                LOG.warn("connections of {} can't be closed: {}", peer, e.getMessage());
            }
        }
    }

    private static String routeId(String peer) {
        return "sync-" + peer;
    }

    /** Stops looking, ends what is under way, removes the routes. */
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
