package dev.openfused.gateway.api;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What {@code platform-http:} routes of a Camel context find in place of the server that Camel would start: a router of
 * the {@link GatewayHttpServer}, which listens and stops by itself.
 */
final class PlatformHttp extends VertxPlatformHttpServer {
    private final Vertx loops;

    private PlatformHttp(VertxPlatformHttpServerConfiguration configuration, Vertx loops) {
        super(configuration);
        this.loops = loops;
    }

    /**
     * Puts a router under the routes of a context that is not started yet.
     *
     * @param context whose routes attach themselves to it
     * @param settings what routes may ask of their server
     * @param loops of the server
     * @param router takes requests from the server
     * @param bodies reads them
     * @param headers drops what strangers may not send, from header fields and from query parameters alike
     * @throws Exception if the context can't take it
     */
    static void addTo(
            CamelContext context,
            HttpSettings settings,
            Vertx loops,
            Router router,
            Handler<RoutingContext> bodies,
            HeaderFilterStrategy headers)
            throws Exception {
        PlatformHttp server = new PlatformHttp(configuration(settings), loops);
        server.setCamelContext(context);
        VertxPlatformHttpRouter forCamel =
                new VertxPlatformHttpRouter(
                        server, loops, router, VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO) {
                    @Override
                    public Handler<RoutingContext> bodyHandler() {
                        return bodies;
                    }
                };
        context.getRegistry().bind(forCamel.getName(), forCamel);
        context.getComponent(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME, PlatformHttpComponent.class)
                .setHeaderFilterStrategy(headers);
        context.addService(server, true, false);
    }

    private static VertxPlatformHttpServerConfiguration configuration(HttpSettings settings) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(settings.host());
        configuration.setBindPort(settings.port());
        configuration.setMaxBodySize((long) settings.limits().body());
        return configuration;
    }

    @Override
    public Vertx getVertx() {
        return loops;
    }

    @Override
    public @Nullable HttpServer getServer() {
        return null;
    }

    @Override
    protected void doInit() {
        // the router is there already
    }

    @Override
    protected void doStart() {
        // the server listens once all routes are up
    }

    @Override
    protected void doStop() {
        // the server outlives the routes
    }
}
