package dev.openfused.gateway;

import dev.openfused.gateway.bridge.BridgeChanges;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Durability;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway at work: a store, its lock, its queue, the routes in a Camel context, and the settings file under watch.
 * Started in the order in which each needs the other, stopped the other way round.
 */
final class RunningGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningGateway.class);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final StoreLock lock;
    private final DeliveryQueue queue;
    private final Routes routes;
    private final GatewaySteps steps;
    private final Retention retention;
    private @Nullable SettingsWatch watch;
    private final String host;

    private RunningGateway(
            Store store, StoreLock lock, Routes routes, DeliveryQueue queue, Configuration configuration) {
        this.lock = lock;
        this.routes = routes;
        this.queue = queue;
        this.host = configuration.gateway().get(GatewaySettings.HTTP_HOST);
        this.steps = new GatewaySteps(store, queue, configuration.gateway(), Clock.systemUTC());
        this.retention =
                new Retention(queue, configuration.gateway().get(GatewaySettings.QUEUE_KEEP), Clock.systemUTC());
    }

    /**
     * Starts a gateway; it serves when this returns.
     *
     * @param settingsFile the settings file asked for, or null for the installation's
     * @param flags settings of the command line
     * @throws Exception one line of what is wrong, whose and what to do; nothing is left running
     */
    static RunningGateway start(@Nullable Path settingsFile, Map<String, String> flags) throws Exception {
        Configuration configuration = Installation.configuration(settingsFile, flags);
        Logging.configure(configuration.gateway());
        configuration.warnings().forEach(LOG::warn);
        Store store = store(configuration.gateway());
        StoreLock lock = StoreLock.acquire(store, Clock.systemUTC());
        Routes routes = Routes.read(store.root(), configuration);
        @Nullable RunningGateway gateway = null;
        try {
            prepare(store);
            gateway = new RunningGateway(store, lock, routes, Queues.open(store, configuration), configuration);
            gateway.takeOver(configuration);
            gateway.steps.bindTo(routes.context());
            gateway.steps.catchUp(configuration.bridges());
            routes.start();
            gateway.steps.bridges(BridgeChanges.between(List.of(), configuration.bridges()), configuration.bridges());
            gateway.steps.startPeers();
            gateway.retention.start();
            gateway.watch = SettingsWatch.start(
                    Installation.settingsFile(settingsFile),
                    configuration,
                    () -> Installation.configuration(settingsFile, flags),
                    gateway.steps::bridges);
            LOG.info("{} serves {}, listening on {}", store.mesh().read().name(), store.root(), gateway.url());
            return gateway;
        } catch (Exception e) {
            if (gateway == null) {
                routes.close();
                lock.close();
            } else {
                gateway.close();
            }
            throw e;
        }
    }

    private static Store store(ResolvedSettings settings) throws StoreException {
        Path root = settings.get(GatewaySettings.STORE).toAbsolutePath().normalize();
        if (!Files.exists(root.resolve(".mesh.json"))) {
            Store.init(root, settings.get(GatewaySettings.NAME));
            LOG.info("made a new store in {}", root);
        }
        Durability durability = settings.get(GatewaySettings.DURABILITY) == GatewaySettings.Durability.FULL
                ? Durability.FSYNC
                : Durability.NONE;
        return Store.open(root, durability, Clock.systemUTC());
    }

    private static void prepare(Store store) throws StoreException {
        Store.init(store.root(), store.mesh().read().name()); // folders that a copy or a checkout left out
        store.tightenPermissions()
                .forEach(file ->
                        LOG.warn("{} in {} was open to others; only its owner may read it now", file, store.root()));
        if (store.alignIdentity()) {
            LOG.warn("the public keys of {} did not follow .keys/private.key; they do now", store.root());
        }
        store.removeLeftovers();
        LOG.info("signatures by {}", SignatureEngine.best().name());
    }

    /** Goes on where a process ended that was killed. On a shared server its claims end with their leases. */
    private void takeOver(Configuration configuration) {
        int taken = Queues.isShared(configuration) ? 0 : queue.takeOver();
        if (taken > 0) {
            LOG.info("{} deliveries were under way when the last gateway ended; they are tried again", taken);
        }
    }

    /** Where it listens. */
    String url() {
        return "http://" + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + routes.port();
    }

    /** Waits until it was closed. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Finishes what was accepted, gives back what was claimed, and lets go of the store. */
    @Override
    public void close() {
        try {
            if (watch != null) {
                watch.close();
            }
            retention.close();
            steps.stopPeers();
            routes.close();
            steps.close();
            queue.close();
            lock.close();
            LOG.info("stopped");
        } catch (Exception e) {
            LOG.error("did not stop cleanly: {}", e.getMessage());
        } finally {
            ended.countDown();
        }
    }
}
