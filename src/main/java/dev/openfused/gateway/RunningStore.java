package dev.openfused.gateway;

import dev.openfused.gateway.api.HttpSettings;
import dev.openfused.gateway.api.StoreAddress;
import dev.openfused.gateway.audit.LoggedAudit;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeChanges;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.settings.ServedStore;
import dev.openfused.gateway.store.Durability;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One store at work: its lock, its queue, its routes in a Camel context of their own. What is wrong with one store
 * concerns no other. Started in the order in which each needs the other, stopped the other way round.
 */
final class RunningStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningStore.class);

    private final ServedStore served;
    private final Store store;
    private final StoreLock lock;
    private final Routes routes;
    private @Nullable DeliveryQueue queue;
    private @Nullable GatewaySteps steps;
    private @Nullable Retention retention;
    private @Nullable QueueWatch watch;
    private @Nullable RepeatedTask cleaning;

    private RunningStore(ServedStore served, Store store, StoreLock lock, Routes routes) {
        this.served = served;
        this.store = store;
        this.lock = lock;
        this.routes = routes;
    }

    /**
     * Opens a store, makes it if there is none, and begins to read its routes.
     *
     * @param served which
     * @param configuration of the installation
     * @param http the server under its routes
     * @return to be started, or closed
     * @throws StoreException one line of what is wrong, whose and what to do; nothing is left running
     */
    static RunningStore open(ServedStore served, Configuration configuration, HttpServerOnce http)
            throws StoreException {
        Store store = store(served, configuration.gateway());
        StoreLock lock = StoreLock.acquire(store, Clock.systemUTC());
        return new RunningStore(
                served, store, lock, Routes.read(store.root(), StoreAddress.of(served), configuration, http));
    }

    private static Store store(ServedStore served, ResolvedSettings settings) throws StoreException {
        Path root = served.path().toAbsolutePath().normalize();
        if (!Files.exists(root.resolve(".mesh.json"))) {
            Store.init(root, served.agent());
            LOG.info("made a new store in {}", root);
        }
        Durability durability = settings.get(GatewaySettings.DURABILITY) == GatewaySettings.Durability.FULL
                ? Durability.FSYNC
                : Durability.NONE;
        return Store.open(root, durability, Clock.systemUTC());
    }

    /**
     * Starts everything; messages are received once the server listens.
     *
     * @param configuration of the installation
     * @param stopAll ends the gateway, for what must not go on
     * @throws Exception one line of what is wrong
     */
    void start(Configuration configuration, Runnable stopAll) throws Exception {
        prepare();
        DeliveryQueue opened = Queues.open(store, configuration);
        queue = opened;
        GatewaySettings.WhenLost whenLost = configuration.gateway().get(GatewaySettings.QUEUE_WHEN_LOST);
        StateCheck.run(store, opened, whenLost, Clock.systemUTC());
        takeOver(opened, configuration);
        GatewaySteps made = new GatewaySteps(
                store,
                opened,
                configuration.gateway(),
                HttpSettings.of(configuration).hosts(),
                kind -> Installation.templateOf(configuration, kind),
                new LoggedAudit(served.name()),
                Clock.systemUTC());
        steps = made;
        retention = new Retention(
                opened,
                configuration.gateway().get(GatewaySettings.QUEUE_KEEP),
                configuration.gateway().get(GatewaySettings.QUEUE_KEEP_SIZE),
                Clock.systemUTC());
        List<Bridge> bridges = configuration.bridgesOf(served);
        made.bindTo(routes.context());
        made.catchUp(bridges);
        routes.start();
        made.bridges(BridgeChanges.between(List.of(), bridges), bridges);
        made.startPeers();
        retention.start();
        watch = new QueueWatch(
                store.root(),
                opened,
                Clock.systemUTC(),
                whenLost == GatewaySettings.WhenLost.STOP ? stopAll : () -> {});
        watch.start();
        cleaning = Cleaning.start(store.leftovers());
    }

    private void prepare() throws StoreException {
        Store.init(store.root(), store.mesh().read().name()); // folders that a copy or a checkout left out
        store.tightenPermissions()
                .forEach(file ->
                        LOG.warn("{} in {} was open to other accounts; tightened its permissions", file, store.root()));
        if (store.alignIdentity()) {
            LOG.warn("the public keys of {} did not follow .keys/private.key; they do now", store.root());
        }
        LOG.info("signatures by {}", SignatureEngine.best().name());
    }

    /** Goes on where a process ended that was killed. On a shared server its claims end with their leases. */
    private static void takeOver(DeliveryQueue queue, Configuration configuration) {
        int taken = Queues.isShared(configuration) ? 0 : queue.takeOver();
        if (taken > 0) {
            LOG.info("{} deliveries were under way when the last gateway ended; they are tried again", taken);
        }
    }

    /** Makes its bridges be those of the edited settings. */
    void apply(Configuration before, Configuration after) {
        GatewaySteps started = steps;
        if (started != null) {
            List<Bridge> bridges = after.bridgesOf(served);
            started.bridges(BridgeChanges.between(before.bridgesOf(served), bridges), bridges);
        }
    }

    /** One line on who answers where. */
    void tellWhere(String url) throws StoreException {
        LOG.info("{} serves {}, listening on {}{}", store.mesh().read().name(), store.root(), url, served.prefix());
    }

    /** Finishes what was accepted, gives back what was claimed, and lets go of the store. */
    @Override
    public void close() throws Exception {
        try (lock) {
            if (watch != null) {
                watch.close();
            }
            if (retention != null) {
                retention.close();
            }
            if (cleaning != null) {
                cleaning.close();
            }
            if (steps != null) {
                steps.stopPeers();
            }
            routes.close();
            if (steps != null) {
                steps.close();
            }
            if (queue != null) {
                queue.close();
            }
        }
    }
}
