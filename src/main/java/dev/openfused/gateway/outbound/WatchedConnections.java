package dev.openfused.gateway.outbound;

import java.io.IOException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The connections of one client, and whether they were closed: a closed client is of no further use. */
final class WatchedConnections implements HttpClientConnectionManager {
    private final HttpClientConnectionManager connections;
    private volatile boolean closed;

    WatchedConnections(HttpClientConnectionManager connections) {
        this.connections = connections;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public LeaseRequest lease(String id, HttpRoute route, Timeout timeout, @Nullable Object state) {
        return connections.lease(id, route, timeout, state);
    }

    @Override
    public void release(ConnectionEndpoint endpoint, @Nullable Object state, TimeValue validFor) {
        connections.release(endpoint, state, validFor);
    }

    @Override
    public void connect(ConnectionEndpoint endpoint, TimeValue timeout, HttpContext context) throws IOException {
        connections.connect(endpoint, timeout, context);
    }

    @Override
    public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
        connections.upgrade(endpoint, context);
    }

    @Override
    public void close(CloseMode mode) {
        closed = true;
        connections.close(mode);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        connections.close();
    }
}
