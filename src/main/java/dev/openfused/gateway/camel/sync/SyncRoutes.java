package dev.openfused.gateway.camel.sync;

import dev.openfused.gateway.camel.RouteKeeper;
import dev.openfused.gateway.camel.TemplatedRoutes;
import dev.openfused.gateway.dispatch.PeerTargets;
import dev.openfused.gateway.message.AgentName;
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
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One route for each peer with an http(s) or ssh address, made from the template {@code sync-http} or {@code sync-sftp}. */
public final class SyncRoutes implements RouteKeeper.Routes<Mesh.Peer> {
    private static final Logger LOG = LoggerFactory.getLogger(SyncRoutes.class);
    private static final long LONGEST_START_MILLIS = 5_000;

    /** So late may a timer be on a busy machine, beside the rounds that it may miss. */
    private static final Duration LATENESS = Duration.ofSeconds(2);

    private final CamelContext context;
    private final Store store;
    private final ResolvedSettings settings;
    private final PeerWays ways;
    private final SyncLinks links;
    private final Clock clock;

    /**
     * For one store.
     *
     * @param context holds the templates
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

    @Override
    public Map<String, Mesh.Peer> wanted() throws StoreException {
        Map<String, Mesh.Peer> wanted = new TreeMap<>();
        for (Mesh.Peer peer : store.mesh().read().peers()) {
            if (PeerTargets.isReachable(peer.url()) && AgentName.isValid(peer.name())) {
                wanted.put(peer.name(), peer);
            }
        }
        return wanted;
    }

    @Override
    public void unreadable(String reason) {
        LOG.debug("routes of sync stay as they are: {}", reason); // those to peers tell it
    }

    @Override
    public void add(String name, Mesh.Peer peer) throws Exception {
        Duration every = settings.get(GatewaySettings.SYNC_EVERY);
        Pace pace = Pace.ofServe(jittered(every), settings.get(GatewaySettings.SYNC_RETRY_LONGEST));
        links.open(new SyncLinks.Link(
                peer,
                ways.source(peer),
                pace,
                new PeerCondition(name, tellIfLeftAlone(peer, pace)),
                new Heartbeat(System::nanoTime)));
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("peer", name);
        parameters.put("every", pace.every().toMillis() + "");
        // Not all at once, neither here nor at a peer that many sync with.
        parameters.put(
                "delay",
                ThreadLocalRandom.current().nextLong(1, Math.min(every.toMillis(), LONGEST_START_MILLIS) + 2) + "");
        TemplatedRoutes.add(
                context, routeId(name), SshAddress.isOne(peer.url()) ? "sync-sftp" : "sync-http", parameters);
        LOG.info("peer {}: synced every {}", name, DurationText.of(every));
    }

    @Override
    public String lacking(Mesh.Peer peer) {
        return "peer " + peer.name() + ": it can't be synced";
    }

    @Override
    public boolean isRunning(String name) {
        SyncLinks.Link link = links.to(name);
        return link == null
                || link.heartbeat().isAlive(link.pace().every().multipliedBy(3).plus(LATENESS));
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
    @Override
    public void remove(String name) throws Exception {
        closeLink(name);
        TemplatedRoutes.remove(context, routeId(name));
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
}
