package dev.openfused.gateway;

import dev.openfused.gateway.api.GatewayHttpServer;
import dev.openfused.gateway.api.HttpSettings;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The one HTTP server of a process, made by the first of the threads that read routes, as each needs it and it takes a while. */
final class HttpServerOnce {
    private final FutureTask<GatewayHttpServer> server;

    HttpServerOnce(HttpSettings settings) {
        this.server = new FutureTask<>(() -> new GatewayHttpServer(settings, Clock.systemUTC()));
    }

    GatewayHttpServer get() throws InterruptedException {
        server.run(); // unless another thread did, or does
        try {
            return server.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the HTTP server can't be made", e);
        }
    }
}
