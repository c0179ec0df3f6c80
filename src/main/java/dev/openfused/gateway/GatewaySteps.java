package dev.openfused.gateway;

import dev.openfused.gateway.api.AcknowledgeMail;
import dev.openfused.gateway.api.AnswerProblem;
import dev.openfused.gateway.api.AuthenticatePeer;
import dev.openfused.gateway.api.CollectMail;
import dev.openfused.gateway.api.DescribeAgent;
import dev.openfused.gateway.api.GreetCaller;
import dev.openfused.gateway.api.ListPublicFiles;
import dev.openfused.gateway.api.NoteRequest;
import dev.openfused.gateway.api.ReadPublicFile;
import dev.openfused.gateway.api.ReceiveMessage;
import dev.openfused.gateway.api.ShowDescription;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeChanges;
import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.bridge.Source;
import dev.openfused.gateway.camel.RouteKeeper;
import dev.openfused.gateway.camel.bridges.BridgeRoutes;
import dev.openfused.gateway.camel.bridges.RunningBridges;
import dev.openfused.gateway.camel.bridges.SourceRoutes;
import dev.openfused.gateway.camel.peer.ArchiveSent;
import dev.openfused.gateway.camel.peer.ParkFailed;
import dev.openfused.gateway.camel.peer.PeerLinks;
import dev.openfused.gateway.camel.peer.PeerRoutes;
import dev.openfused.gateway.camel.peer.PushToPeer;
import dev.openfused.gateway.camel.queue.DeathWatch;
import dev.openfused.gateway.camel.steps.DispatchFiles;
import dev.openfused.gateway.camel.sync.SyncLinks;
import dev.openfused.gateway.camel.sync.SyncPeer;
import dev.openfused.gateway.camel.sync.SyncRoutes;
import dev.openfused.gateway.collect.BoundKeys;
import dev.openfused.gateway.collect.ChallengeVerifier;
import dev.openfused.gateway.collect.MailCollection;
import dev.openfused.gateway.compose.Composer;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.dispatch.DeadNotices;
import dev.openfused.gateway.dispatch.InboxDispatcher;
import dev.openfused.gateway.dispatch.OutboxDispatcher;
import dev.openfused.gateway.dispatch.OwnBroadcasts;
import dev.openfused.gateway.dispatch.PlainFiles;
import dev.openfused.gateway.dispatch.SourceDispatcher;
import dev.openfused.gateway.dispatch.SourceFolder;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.peer.PeerDelivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.receive.Admission;
import dev.openfused.gateway.receive.ChannelReceiver;
import dev.openfused.gateway.receive.InboxReceiver;
import dev.openfused.gateway.receive.ReceiveLimits;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import dev.openfused.gateway.store.VersionedFiles;
import dev.openfused.gateway.sync.PeerSync;
import dev.openfused.gateway.sync.PeerWays;
import dev.openfused.gateway.sync.SyncLimits;
import dev.openfused.gateway.sync.SyncProgress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/** Gives the steps that the shipped routes refer to their names. */
final class GatewaySteps implements AutoCloseable {
    private final Store store;
    private final DeliveryQueue queue;
    private final ResolvedSettings settings;
    private final Set<String> hosts;
    private final Function<BridgeKind, String> templates;
    private final Clock clock;
    private final AuditLog audit;
    private final RunningBridges running = new RunningBridges();
    private final ChannelReceiver channels;
    private final StoreOpener openers;
    private final InboxDispatcher dispatcher;
    private final DeadNotices notices;
    private @Nullable SourceRoutes sources;
    private @Nullable BridgeRoutes bridges;
    private @Nullable RouteKeeper<PeerRoutes.Way> peers;
    private @Nullable RouteKeeper<Mesh.Peer> syncs;

    GatewaySteps(
            Store store,
            DeliveryQueue queue,
            ResolvedSettings settings,
            Set<String> hosts,
            Function<BridgeKind, String> templates,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.queue = queue;
        this.settings = settings;
        this.hosts = hosts;
        this.templates = templates;
        this.audit = audit;
        this.clock = clock;
        this.channels = new ChannelReceiver(store, new Composer(store, sealer()), queue, running::find, audit);
        this.openers = new StoreOpener(store, verifier());
        this.notices = new DeadNotices(store, sealer(), queue, running::find, clock);
        this.dispatcher = new InboxDispatcher(store.inbox(), openers::current, queue, audit, clock);
    }

    /** Binds all of them, before the routes are loaded. */
    void bindTo(CamelContext context) throws StoreException {
        Registry registry = context.getRegistry();
        registry.bind("queue", queue);
        registry.bind("audit", audit);
        dispatcher.prepare();
        registry.bind("dispatchInbox", new DispatchFiles(dispatcher));
        sources = sources(context);
        registry.bind("dispatchOutbox", new DispatchFiles(new OutboxDispatcher(store, openers::current, queue, audit)));
        InboxReceiver receiver = receiver();
        bindDaemon(registry, receiver);
        registry.bind("deathWatch", DeathWatch.class, (DeathWatch) notices::died);
        bridges = new BridgeSteps(queue, settings, openers, channels, audit, clock).bindTo(context, running, templates);
        bindPeers(context);
        bindSync(context, receiver);
    }

    /**
     * Dispatches what arrived while no gateway ran, to the bridges that ran before; new ones start after it. Must be over
     * before anything is received.
     */
    void catchUp(List<Bridge> all) {
        dispatcher.running(all);
        dispatcher.scan();
        Objects.requireNonNull(sources, "bindTo comes first").catchUp(all);
        notices.catchUp(all);
    }

    /**
     * Makes the bridges be those of the settings: nothing new is dispatched to one that goes, and its route is drained;
     * then the others start.
     */
    void bridges(BridgeChanges changes, List<Bridge> all) {
        SourceRoutes carried = Objects.requireNonNull(sources, "bindTo comes first");
        dispatcher.running(all);
        carried.running(all);
        if (!Objects.requireNonNull(bridges, "bindTo comes first")
                .apply(changes)
                .isEmpty()) {
            dispatcher.running(running.all());
            carried.running(running.all());
        }
    }

    /** Begins to push to peers and to sync with them, once the context runs. */
    void startPeers() {
        Objects.requireNonNull(peers, "bindTo comes first").start();
        if (syncs != null) {
            syncs.start();
        }
    }

    /** Ends what is being fetched from peers, finishes what is being pushed to them; their routes are gone then. */
    void stopPeers() {
        if (syncs != null) {
            syncs.close();
        }
        if (peers != null) {
            peers.close();
        }
    }

    /** What bridges carry besides the inbox; each has a file of routes. */
    private SourceRoutes sources(CamelContext context) throws StoreException {
        SourceRoutes routes = new SourceRoutes(context);
        Path root = store.root();
        Path workspace = settings.find(GatewaySettings.WORKSPACE).orElse(root);
        SourceFolder shared = new PlainFiles(
                Source.SHARED, new VersionedFiles(root, List.of("shared")), "shared/", store, openers, sealer(), queue);
        SourceFolder team = new PlainFiles(
                Source.WORKSPACE,
                new VersionedFiles(workspace, List.of("_broadcast", "messages")),
                "",
                store,
                openers,
                sealer(),
                queue);
        bindSource(
                context, routes, "Broadcasts", new OwnBroadcasts(store.outbox().broadcastCopies(), openers::own));
        bindSource(context, routes, "Shared", shared);
        bindSource(context, routes, "Workspace", team);
        return routes;
    }

    private void bindSource(CamelContext context, SourceRoutes routes, String name, SourceFolder folder) {
        SourceDispatcher source = new SourceDispatcher(folder, queue, audit, clock);
        context.getRegistry().bind("dispatch" + name, new DispatchFiles(source));
        routes.add(name.toLowerCase(Locale.ROOT) + "-dispatch", source);
    }

    private InboxReceiver receiver() throws StoreException {
        return new InboxReceiver(
                new Admission(store.inbox(), dispatcher, openers, ReceiveLimits.of(settings), System::nanoTime),
                queue,
                verifier(),
                clock,
                settings.get(GatewaySettings.RECEIVE_MAX_AGE),
                new AgentName(store.mesh().read().name()),
                audit);
    }

    private void bindDaemon(Registry registry, InboxReceiver receiver) {
        registry.bind("greetCaller", new GreetCaller());
        registry.bind("describeAgent", new DescribeAgent(store.mesh()));
        registry.bind("noteRequest", new NoteRequest());
        registry.bind("showDescription", new ShowDescription());
        registry.bind("answerProblem", new AnswerProblem());
        registry.bind("receiveMessage", new ReceiveMessage(receiver));
        bindOutbox(registry);
        registry.bind("showProfile", ReadPublicFile.profile(store.publicFiles()));
        registry.bind("readPublicFile", ReadPublicFile.byPath(store.publicFiles()));
        registry.bind("listPublicFiles", new ListPublicFiles(store.publicFiles()));
    }

    private void bindOutbox(Registry registry) {
        BoundKeys bound = new BoundKeys(queue, settings.get(GatewaySettings.HTTP_BOUND_CHALLENGES), clock);
        MailCollection mail = new MailCollection(store.outbox(), audit);
        registry.bind(
                "authenticatePeer",
                new AuthenticatePeer(new ChallengeVerifier(store.mesh(), verifier(), bound, clock), hosts));
        registry.bind("collectMail", new CollectMail(mail));
        registry.bind("acknowledgeMail", new AcknowledgeMail(mail));
    }

    private void bindPeers(CamelContext context) throws StoreException {
        Registry registry = context.getRegistry();
        PeerLinks links = new PeerLinks();
        PeerDelivery delivery = new PeerDelivery(sealer(), clock, settings.get(GatewaySettings.DELIVER_RESEND_FOR));
        registry.bind("pushToPeer", new PushToPeer(store, delivery, links, queue));
        registry.bind("archiveSent", new ArchiveSent(store.outbox()));
        registry.bind("parkFailed", new ParkFailed(store.outbox()));
        peers = new RouteKeeper<>(context, "peers", new PeerRoutes(context, store, settings, ways(context), links));
    }

    private void bindSync(CamelContext context, InboxReceiver receiver) throws StoreException {
        SyncLinks links = new SyncLinks();
        PeerSync sync = new PeerSync(store, receiver, SyncLimits.of(settings), clock, SyncProgress.UNSEEN);
        context.getRegistry().bind("syncPeer", new SyncPeer(sync, links, settings.get(GatewaySettings.SYNC_PARALLEL)));
        if (!settings.get(GatewaySettings.SYNC_EVERY).isZero()) {
            syncs = new RouteKeeper<>(
                    context, "sync-peers", new SyncRoutes(context, store, settings, ways(context), links, clock));
        }
    }

    private PeerWays ways(CamelContext context) throws StoreException {
        return Ways.to(() -> context, settings, clock, store);
    }

    private MessageSealer sealer() {
        return new MessageSealer(SignatureEngine.best(), clock);
    }

    private static MessageVerifier verifier() {
        return new MessageVerifier(SignatureEngine.best());
    }

    /** Lets the bridges' connections go, after the routes that use them have ended. */
    @Override
    public void close() {
        if (bridges != null) {
            bridges.close();
        }
    }
}
