package dev.openfused.gateway.api;

import static java.util.Objects.requireNonNull;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server under Camel's {@code platform-http:} routes. Camel's own start of it leaves idle and slow connections
 * open for ever and reads on after it refused a body; here every phase of a connection is timed ({@link
 * HttpSettings.Phases}) and every refusal is a {@link Problem}.
 *
 * <p>It listens once all routes are up, so that nobody is told 404 while they start, and at the stop first finishes what
 * it accepted. HTTP/1.1 only.
 */
public final class GatewayHttpServer extends VertxPlatformHttpServer implements StartupListener {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayHttpServer.class);
    private static final long SWEEP_MILLIS = 100;
    private static final long LONGEST_FAREWELL_SECONDS = 10;
    private static final int[] REFUSALS = {400, 404, 405, 406, 408, 413, 414, 415, 417, 421, 431, 500, 503};

    private final HttpSettings settings;
    private final FrontDoor door;
    private @Nullable Vertx vertx;
    private @Nullable Router router;
    private @Nullable HttpServer server;

    private GatewayHttpServer(HttpSettings settings, Clock clock) {
        super(configuration(settings));
        this.settings = settings;
        this.door = new FrontDoor(settings, clock);
    }

    /**
     * Puts the server under the {@code platform-http:} routes of a context that is not started yet; it starts and stops
     * with it.
     *
     * @param context the context
     * @param settings how to listen
     * @param headers drops what strangers may not send, from header fields and from query parameters alike
     * @param clock gives the {@code Date} of answers
     * @return the server; its {@link #getPort()} is the actual one once the context is started
     * @throws Exception if the context can't take it
     */
    public static GatewayHttpServer addTo(
            CamelContext context, HttpSettings settings, HeaderFilterStrategy headers, Clock clock) throws Exception {
        GatewayHttpServer server = new GatewayHttpServer(settings, clock);
        server.setCamelContext(context);
        server.initializeServer();
        PlatformHttpComponent component =
                context.getComponent(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME, PlatformHttpComponent.class);
        component.setHeaderFilterStrategy(headers);
        context.addService(server, true, false);
        context.addStartupListener(server);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                server.finishRequests();
            }
        });
        return server;
    }

    private static VertxPlatformHttpServerConfiguration configuration(HttpSettings settings) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(settings.host());
        configuration.setBindPort(settings.port());
        configuration.setMaxBodySize((long) settings.largestBody());
        return configuration;
    }

    @Override
    public int getPort() {
        HttpServer listening = server;
        return listening == null ? settings.port() : listening.actualPort();
    }

    @Override
    public @Nullable HttpServer getServer() {
        return server;
    }

    @Override
    public @Nullable Vertx getVertx() {
        return vertx;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // routes may still be starting
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
        startServer();
    }

    @Override
    protected void doInit() {
        // what routes need to attach to is there since addTo
    }

    @Override
    protected void doStart() {
        // listening begins when the routes are up
    }

    @Override
    protected void doStop() {
        stopServer();
        stopVertx();
    }

    @Override
    protected void initializeServer() {
        Vertx loops = Vertx.vertx(new VertxOptions()
                .setWorkerPoolSize(settings.workers())
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        Router routes = Router.router(loops);
        routes.route().handler(door);
        for (int status : REFUSALS) {
            routes.errorHandler(status, context -> refuse(routes, context));
        }
        Handler<RoutingContext> bodies = new BodyReader(settings);
        VertxPlatformHttpRouter forCamel =
                new VertxPlatformHttpRouter(
                        this, loops, routes, VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO) {
                    @Override
                    public Handler<RoutingContext> bodyHandler() {
                        return bodies;
                    }
                };
        vertx = loops;
        router = routes;
        getCamelContext().getRegistry().bind(forCamel.getName(), forCamel);
    }

    @Override
    protected void startServer() throws Exception {
        Vertx loops = requireNonNull(vertx, "the server was stopped");
        HttpServer listening = loops.createHttpServer(options())
                .connectionHandler(door::opened)
                .invalidRequestHandler(GatewayHttpServer::refuseInvalid)
                .exceptionHandler(e -> LOG.debug("connection failed before a request: {}", e.toString()))
                .requestHandler(requireNonNull(router, "the server was stopped"));
        try {
            server =
                    listening.listen().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "cannot listen on " + settings.host() + ':' + settings.port()
                            + "; stop what listens there, or set another port",
                    e.getCause());
        }
        loops.setPeriodic(SWEEP_MILLIS, tick -> door.expire());
        LOG.info("listening on {}:{}", settings.host(), getPort());
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setMaxHeaderSize(settings.largestHeader())
                .setMaxInitialLineLength(settings.largestHeader())
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setSslHandshakeTimeout(settings.phases().handshake().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (settings.certificate() != null && settings.key() != null) {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(settings.certificate().toString())
                            .addKeyPath(settings.key().toString()));
        }
        return options;
    }

    /** Waits until what was accepted is answered, letting nobody else in. */
    private void finishRequests() {
        CountDownLatch answered = new CountDownLatch(1);
        Vertx loops = vertx;
        if (server == null || loops == null) {
            return;
        }
        long timer = loops.setPeriodic(1, 10, tick -> {
            if (!door.close()) {
                answered.countDown();
            }
        });
        try {
            if (!answered.await(LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("some requests were not answered within {} s", LONGEST_FAREWELL_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            loops.cancelTimer(timer);
        }
    }

    @Override
    protected void stopServer() {
        HttpServer listening = server;
        if (listening != null) {
            await(listening.close());
            server = null;
        }
    }

    @Override
    protected void stopVertx() {
        Vertx loops = vertx;
        if (loops != null) {
            await(loops.close());
            vertx = null;
        }
    }

    private static void await(Future<Void> closed) {
        try {
            closed.toCompletionStage().toCompletableFuture().get(LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the HTTP server did not stop cleanly: {}", e.toString());
        }
    }

    private static void refuse(Router routes, RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.close();
            return;
        }
        boolean refused = context.statusCode() >= 400 && context.statusCode() != 500;
        Problem problem = refused ? Problem.of(context.statusCode()) : Problem.of(context.failure());
        if (problem.status() == 500) {
            LOG.error("a request failed before or after its route", context.failure());
        }
        if (problem.status() == 405) {
            response.putHeader(HttpHeaders.ALLOW, AllowedMethods.at(routes, context.normalizedPath()));
        }
        answer(response, problem);
    }

    /** What the HTTP decoder could not make sense of. The connection can't be read on. */
    private static void refuseInvalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = 400;
        if (cause instanceof TooLongHttpLineException) {
            status = 414;
        } else if (cause instanceof TooLongHttpHeaderException) {
            status = 431;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answer(request.response(), Problem.of(status))
                .onComplete(sent -> request.connection().close());
    }

    private static Future<Void> answer(HttpServerResponse response, Problem problem) {
        problem.retryAfter().ifPresent(seconds -> response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
        return response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Buffer.buffer(problem.json()));
    }
}
