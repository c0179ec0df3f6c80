package dev.openfused.gateway;

import dev.openfused.gateway.api.GatewayHttpServer;
import dev.openfused.gateway.api.HttpSettings;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ServedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway at work: its stores, the HTTP server they share, and the settings file under watch. Started in the order in
 * which each needs the other, stopped the other way round.
 */
final class RunningGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningGateway.class);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final HttpServerOnce http;
    private final List<RunningStore> stores = new ArrayList<>();
    private final String host;
    private final String scheme;
    private final Duration stopTimeout;
    private final Duration answering;
    private @Nullable SettingsWatch watch;
    private final AtomicBoolean failed = new AtomicBoolean();

    private RunningGateway(Configuration configuration, HttpSettings settings) {
        this.http = new HttpServerOnce(settings);
        this.host = configuration.gateway().get(GatewaySettings.HTTP_HOST);
        this.stopTimeout = configuration.gateway().get(GatewaySettings.STOP_TIMEOUT);
        this.answering = half(configuration);
        this.scheme = settings.tls() == null ? "http" : "https";
    }

    /**
     * Starts a gateway; it serves when this returns.
     *
     * @param settingsFile the settings file asked for, or null for the installation's
     * @param flags settings of the command line
     * @throws Exception one line of what is wrong, whose and what to do; nothing is left running
     */
    static RunningGateway start(@Nullable Path settingsFile, Map<String, String> flags) throws Exception {
        Installation installation = new Installation();
        Configuration configuration = installation.configuration(settingsFile, flags);
        Logging.configure(configuration.gateway());
        NoDeserialization.enforce();
        configuration.warnings().forEach(LOG::warn);
        RunningGateway gateway = new RunningGateway(configuration, HttpSettings.of(configuration));
        try {
            for (ServedStore served : configuration.stores()) {
                gateway.stores.add(RunningStore.open(served, configuration, gateway.http));
            }
            for (RunningStore store : gateway.stores) {
                store.start(configuration, gateway::fail);
            }
            listen(gateway.http.get());
            Path file = Installation.settingsFile(settingsFile);
            gateway.watch = file == null
                    ? null
                    : SettingsWatch.start(
                            now -> Installation.edited(file, now),
                            configuration,
                            () -> installation.configuration(settingsFile, flags),
                            gateway::apply);
            for (RunningStore store : gateway.stores) {
                store.tellWhere(gateway.url());
            }
            return gateway;
        } catch (Exception e) {
            gateway.close();
            throw e;
        }
    }

    private static void listen(GatewayHttpServer http) {
        try {
            http.listen();
        } catch (IOException e) {
            throw new IllegalArgumentException("can't start: " + e.getMessage(), e);
        }
    }

    private void apply(Configuration before, Configuration after) {
        stores.forEach(store -> store.apply(before, after));
    }

    /** Where it listens. */
    String url() throws InterruptedException {
        return scheme + "://" + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':'
                + http.get().port();
    }

    /** Stops the gateway after a fault that rules out going on, once, and reports that to whoever waits for its end. */
    private void fail() {
        if (failed.compareAndSet(false, true)) { // what is found again while it closes closes it no second time
            new Thread(this::closeInTime, "stop-failed").start();
        }
    }

    /** Whether it ended because it must not go on. */
    boolean hasFailed() {
        return failed.get();
    }

    /** Waits until it was closed. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** How long requests, and after them deliveries, may take when it stops: half of the time each. */
    static Duration half(Configuration configuration) {
        return configuration.gateway().get(GatewaySettings.STOP_TIMEOUT).dividedBy(2);
    }

    /**
     * Closes it, within the time that {@code openfuse.stop-timeout} gives. What is not finished by then is left as a crash
     * would leave it: nothing is lost, and the next start goes on with it.
     */
    void closeInTime() {
        Thread closing = new Thread(this::close, "stop");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(stopTimeout.toMillis());
            if (closing.isAlive()) {
                LOG.warn("not finished within {} s; the next start goes on from here", stopTimeout.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finishes what was accepted, gives back what was claimed, and lets go of the stores. */
    @Override
    public void close() {
        try {
            if (watch != null) {
                watch.close();
            }
            http.get().finishRequests(answering);
            closeStores();
            http.get().close();
            LOG.info("stopped");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** All at once: what one has to wait for is not the others' business. */
    private void closeStores() throws InterruptedException {
        List<Thread> closing = stores.stream()
                .map(store -> new Thread(() -> close(store), "stop-store"))
                .toList();
        closing.forEach(Thread::start);
        for (Thread each : closing) {
            each.join();
        }
    }

    /** What goes wrong with one is no reason to leave the others as they are. */
    private static void close(RunningStore store) {
        try {
            store.close();
        } catch (Exception e) {
            LOG.error("did not stop cleanly: {}", e.getMessage());
        }
    }
}
