package dev.openfused.gateway;

import dev.openfused.gateway.api.GatewayHttpServer;
import dev.openfused.gateway.api.HttpSettings;
import dev.openfused.gateway.bridge.BridgeChanges;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.camel.OpenFuseHeaderFilter;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Durability;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway at work: a store, its lock, its queue, the routes in a Camel context, and the settings file under watch.
 * Started in the order in which each needs the other, stopped the other way round.
 */
final class RunningGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningGateway.class);
    private static final int SHUTDOWN_SECONDS = 30;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final StoreLock lock;
    private final DeliveryQueue queue;
    private final Main camel = new Main();
    private final GatewaySteps steps;
    private @Nullable GatewayHttpServer server;
    private final Retention retention;
    private @Nullable SettingsWatch watch;
    private final String host;

    private RunningGateway(Store store, StoreLock lock, DeliveryQueue queue, Configuration configuration) {
        this.lock = lock;
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
        @Nullable RunningGateway gateway = null;
        try {
            prepare(store);
            gateway = new RunningGateway(store, lock, Queues.open(store, configuration), configuration);
            gateway.takeOver(configuration);
            gateway.startCamel(store, configuration);
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

    private void startCamel(Store store, Configuration configuration) throws Exception {
        Properties properties = new Properties();
        properties.putAll(configuration.others());
        properties.putAll(configuration.gateway().texts());
        properties.put(GatewaySettings.STORE.key(), store.root().toString());
        camel.setInitialProperties(properties);
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.configure()
                .withName("openfused-gateway")
                .withShutdownTimeout(SHUTDOWN_SECONDS)
                .withRoutesIncludePattern(String.join(",", Installation.routes(configuration)));
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport main) {
                try {
                    steps.bindTo(main.getCamelContext());
                    steps.catchUp(configuration.bridges());
                    server = GatewayHttpServer.addTo(
                            main.getCamelContext(),
                            HttpSettings.of(configuration.gateway()),
                            new OpenFuseHeaderFilter(),
                            Clock.systemUTC());
                } catch (Exception e) {
                    throw new RuntimeCamelException(e);
                }
            }
        });
        try {
            camel.start();
        } catch (Exception e) {
            throw reasonOf(e);
        }
    }

    /** What went wrong, without what Camel wraps it in: that is one line for people, its wrapping is not. */
    private static Exception reasonOf(Exception fault) {
        Throwable at = fault;
        while (at.getCause() != null && !(at instanceof StoreException || at instanceof IOException)) {
            at = at.getCause();
        }
        return at instanceof StoreException known
                ? known
                : new IllegalArgumentException("can't start: " + at.getMessage(), fault);
    }

    /** Where it listens. */
    String url() {
        int port = server == null ? 0 : server.getPort();
        return "http://" + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
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
            camel.stop();
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
