package dev.openfused.gateway.outbound;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that outlives an {@link Error} in one of its exchanges. The HTTP library closes all connections of a client then,
 * for good; here a new client takes its place in the next exchange, and the log says so.
 */
final class RenewedHttpClient extends CloseableHttpClient {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedHttpClient.class);

    private final Supplier<Made> maker;
    private Made made;
    private boolean closed;

    /** A client, and what it stands and falls with. */
    record Made(CloseableHttpClient client, WatchedConnections connections) {}

    RenewedHttpClient(Supplier<Made> maker) {
        this.maker = maker;
        this.made = maker.get();
    }

    @Override
    protected CloseableHttpResponse doExecute(
            @Nullable HttpHost target, ClassicHttpRequest request, @Nullable HttpContext context) throws IOException {
        return CloseableHttpResponse.adapt(current(target).executeOpen(target, request, context));
    }

    private synchronized CloseableHttpClient current(@Nullable HttpHost target) {
        if (made.connections().isClosed() && !closed) {
            LOG.warn(
                    "the HTTP client for {} was closed by an error in an earlier exchange; a new one replaces it",
                    target == null ? "a far end" : target.getHostName());
            made = maker.get();
        }
        return made.client();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        made.client().close();
    }

    @Override
    public synchronized void close(CloseMode mode) {
        closed = true;
        made.client().close(mode);
    }
}
