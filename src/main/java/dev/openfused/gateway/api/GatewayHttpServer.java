package dev.openfused.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server under Camel's {@code platform-http:} routes, of one store or of several. Camel's own start of it leaves
 * idle and slow connections open for ever and reads on after it refused a body; here every phase of a connection is timed
 * ({@link HttpSettings.Phases}) and every refusal is a {@link Problem}.
 *
 * <p>HTTP/1.1 and, over TLS, HTTP/2. Use: {@link #serve} for each store, start the routes, {@link #listen}; at the end
 * {@link #finishRequests}, stop the routes, {@link #close}.
 */
public final class GatewayHttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayHttpServer.class);
    private static final long SWEEP_MILLIS = 100;
    private static final int INTERNAL_ERROR = 2; // RFC 9113, 7
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(10);

    /** Of one connection of HTTP/2: each stream keeps its header fields in memory. */
    private static final int MOST_STREAMS = 16;

    /** In bytes, of which each field counts 32 beside its name and value (RFC 9113, 6.5.2). */
    private static final int LARGEST_HEADER_LIST = 8 * 1024;

    private static final int[] REFUSALS = {400, 404, 405, 406, 408, 413, 414, 415, 417, 421, 429, 431, 500, 503};

    private final HttpSettings settings;
    private final Vertx loops;
    private final Connections connections;
    private final FrontDoor door;
    private final @Nullable AddressRate rate;
    private final WebPages webPages;
    private final BodyReader bodies;
    private final Reception reception;
    private final InvalidRequests invalid;
    private final @Nullable TlsFiles tls;
    private @Nullable HttpServer server;

    /**
     * A server that does not listen yet.
     *
     * @param settings how to listen
     * @param clock gives the {@code Date} of answers
     */
    public GatewayHttpServer(HttpSettings settings, Clock clock) {
        this.settings = settings;
        this.rate = settings.rate() == null ? null : new AddressRate(settings.rate());
        HttpDate date = new HttpDate(clock);
        RequestIds ids = new RequestIds();
        Descriptors descriptors = Descriptors.ofThisProcess();
        int most = descriptors.connections(settings.limits().connections());
        this.connections = new Connections(settings, most);
        this.door = new FrontDoor(connections, date);
        this.invalid = new InvalidRequests(ids, date);
        this.webPages = new WebPages(settings.origins());
        this.bodies = new BodyReader(settings);
        this.tls = settings.tls() == null
                ? null
                : new TlsFiles(settings.tls(), settings.phases().handshake());
        this.loops = new VertxBuilder(new VertxOptions()
                        .setWorkerPoolSize(settings.limits().workers())
                        .setFileSystemOptions(new FileSystemOptions()
                                .setClassPathResolvingEnabled(false)
                                .setFileCachingEnabled(false)))
                .findTransport(new AdmittingTransport(connections::admit))
                .init()
                .vertx();
        this.reception = new Reception(
                new Callers(settings.proxies(), ids),
                new KnownHosts(settings.hosts()),
                new Downloads(descriptors.downloads(most)),
                this::newRouter);
    }

    /**
     * Puts the server under the {@code platform-http:} routes of a context that is not started yet.
     *
     * @param context a store's routes
     * @param address where that store answers
     * @param headers drops what strangers may not send, from header fields and from query parameters alike
     * @throws Exception if the context can't take it
     */
    public void serve(CamelContext context, StoreAddress address, HeaderFilterStrategy headers) throws Exception {
        Router routes = newRouter(address);
        PlatformHttp.addTo(context, settings, loops, routes, bodies, headers);
        if (rate != null) {
            context.getRegistry().bind("addressRate", rate); // for steps that do what else takes several requests
        }
        reception.add(address, routes);
    }

    private Router newRouter(StoreAddress address) {
        Router routes = Router.router(loops);
        routes.route().handler(new AccessLog(address.prefix()));
        routes.route().handler(door);
        if (rate != null) {
            routes.route().handler(rate);
        }
        routes.route().handler(webPages);
        for (int status : REFUSALS) {
            routes.errorHandler(status, context -> refuse(routes, context));
        }
        return routes;
    }

    /**
     * Lets callers in.
     *
     * @throws IOException if the address is taken or TLS can't be set up, in one line
     */
    public void listen() throws IOException {
        HttpServerOptions options = options();
        HttpServer listening = loops.createHttpServer(options)
                .connectionHandler(http -> connections.opened(http, options))
                .invalidRequestHandler(invalid)
                .exceptionHandler(e -> LOG.debug("connection failed before a request: {}", e.toString()))
                .requestHandler(reception);
        try {
            server =
                    listening.listen().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "cannot listen on " + settings.host() + ':' + settings.port()
                            + "; stop what listens there, or set another port",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while starting to listen", e);
        }
        loops.setPeriodic(SWEEP_MILLIS, tick -> connections.expire());
        if (tls != null) {
            TlsWatch.start(loops, listening, tls);
        }
        LOG.info("listening on {}:{}", settings.host(), port());
    }

    private HttpServerOptions options() throws IOException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setMaxHeaderSize(settings.limits().header())
                .setMaxInitialLineLength(settings.limits().header())
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
        options.getInitialSettings()
                .setMaxConcurrentStreams(MOST_STREAMS)
                .setMaxHeaderListSize(Math.min(settings.limits().header(), LARGEST_HEADER_LIST));
        if (tls != null) {
            options.setSsl(true).setClientAuth(tls.askClients() ? ClientAuth.REQUIRED : ClientAuth.NONE);
            tls.readInto(options.getSslOptions());
        }
        return options;
    }

    /**
     * The port it listens on.
     *
     * @return the actual one once it listens
     */
    public int port() {
        HttpServer listening = server;
        return listening == null ? settings.port() : listening.actualPort();
    }

    /**
     * Waits until what was accepted is answered, letting nobody else in.
     *
     * @param atMost how long; what takes longer is cut off by {@link #close}
     */
    public void finishRequests(Duration atMost) {
        if (server == null) {
            return;
        }
        CountDownLatch answered = new CountDownLatch(1);
        long timer = loops.setPeriodic(1, 10, tick -> {
            if (!connections.close()) {
                answered.countDown();
            }
        });
        try {
            if (!answered.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("some requests are cut off: they were not answered within {} ms", atMost.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            loops.cancelTimer(timer);
        }
    }

    /** Ends it; what is still open is cut off. */
    @Override
    public void close() {
        HttpServer listening = server;
        if (listening != null) {
            await(listening.close());
            server = null;
        }
        await(loops.close());
    }

    private static void await(Future<Void> closed) {
        try {
            closed.toCompletionStage().toCompletableFuture().get(LONGEST_CLOSING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the HTTP server did not stop cleanly: {}", e.toString());
        }
    }

    private static void refuse(Router routes, RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            if (context.request().version() == HttpVersion.HTTP_2) {
                response.reset(INTERNAL_ERROR); // its connection carries others too
            } else {
                response.close();
            }
            return;
        }
        boolean refused = context.statusCode() >= 400 && context.statusCode() != 500;
        Problem problem = refused && !(context.failure() instanceof RequestRefusedException)
                ? Problem.of(context.statusCode())
                : Problem.of(context.failure());
        if (problem.status() == 500) {
            LOG.error(
                    "request {} failed before or after its route",
                    context.request().getHeader(CalledRequest.ID),
                    context.failure());
        }
        if (problem.status() == 405) {
            response.putHeader(HttpHeaders.ALLOW, AllowedMethods.at(routes, context.normalizedPath()));
        }
        problem.answer(response);
    }
}
