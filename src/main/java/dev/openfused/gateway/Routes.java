package dev.openfused.gateway;

import dev.openfused.gateway.api.StoreAddress;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.camel.OpenFuseHeaderFilter;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * The routes of an installation in a Camel context, for one store. Reading them takes as long as opening
 * the store and its queue, so it is done meanwhile, by a thread of its own; nothing moves before {@link #start}.
 */
final class Routes implements AutoCloseable {
    private final Main camel = new Main();
    private final FutureTask<CamelContext> reading = new FutureTask<>(this::readAll);

    private Routes(Path store, StoreAddress address, Configuration configuration, HttpServerOnce http) {
        Properties properties = new Properties();
        properties.putAll(configuration.others());
        properties.putAll(configuration.gateway().texts());
        properties.put(GatewaySettings.STORE.key(), store.toString());
        properties.put(
                GatewaySettings.WORKSPACE.key(),
                configuration
                        .gateway()
                        .find(GatewaySettings.WORKSPACE)
                        .orElse(store)
                        .toString());
        camel.setInitialProperties(properties);
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.configure()
                .withName("openfused-gateway" + address.prefix().replace('/', '-'))
                .withShutdownTimeout(
                        (int) Math.max(1, RunningGateway.half(configuration).toSeconds()))
                .withRoutesIncludePattern(String.join(",", Installation.routes(configuration)));
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport main) {
                try {
                    http.get().serve(main.getCamelContext(), address, new OpenFuseHeaderFilter());
                } catch (Exception e) {
                    throw new RuntimeCamelException(e);
                }
            }
        });
    }

    /**
     * Begins to read them.
     *
     * @param store the directory of the store
     * @param address where it answers
     * @param configuration which routes, and what their placeholders stand for
     * @param http the server under them
     * @return to be started, or closed
     */
    static Routes read(Path store, StoreAddress address, Configuration configuration, HttpServerOnce http) {
        Routes routes = new Routes(store, address, configuration, http);
        new Thread(routes.reading, "routes").start();
        return routes;
    }

    private CamelContext readAll() {
        camel.init();
        return camel.getCamelContext();
    }

    /**
     * The context, once the routes are read; they are not started yet.
     *
     * @return where the steps they refer to must be bound
     * @throws Exception if a route can't be read, in one line
     */
    CamelContext context() throws Exception {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            throw reasonOf(e);
        }
    }

    /**
     * Starts them: messages are received once the server listens.
     *
     * @throws Exception one line of what is wrong
     */
    void start() throws Exception {
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

    /** Stops them, once what they accepted is finished. */
    @Override
    public void close() throws InterruptedException {
        try {
            reading.get();
        } catch (ExecutionException e) {
            // told by whoever asked for the context; what there is of it is stopped all the same
        }
        camel.stop();
    }
}
