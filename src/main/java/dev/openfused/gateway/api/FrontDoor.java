package dev.openfused.gateway.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What every request passes before any route: its connection's phase is noted, its {@code Host} is checked, the answer
 * gets a {@code Date} (peers tell clock skew by it).
 */
final class FrontDoor implements Handler<RoutingContext> {
    private static final String CONNECTION = PhasedConnection.class.getName();

    private final HttpSettings settings;
    private final KnownHosts hosts;
    private final HttpDate date;
    private volatile boolean closing;
    private final ConcurrentHashMap<HttpConnection, PhasedConnection> connections = new ConcurrentHashMap<>();

    FrontDoor(HttpSettings settings, Clock clock) {
        this.settings = settings;
        this.hosts = new KnownHosts(settings.hosts());
        this.date = new HttpDate(clock);
    }

    /** Counts a new connection in, or closes it if there are too many. */
    void opened(HttpConnection connection) {
        if (closing || connections.size() >= settings.connections()) {
            connection.close();
            return;
        }
        connections.put(connection, new PhasedConnection(connection, settings));
        connection.closeHandler(closed -> connections.remove(connection));
    }

    /** Ends the phases whose time is over. */
    void expire() {
        long now = System.nanoTime();
        connections.values().forEach(c -> c.expire(now));
    }

    /**
     * Lets nobody in any more and closes every connection on which no request is being read or answered.
     *
     * @return whether requests are still being answered
     */
    boolean close() {
        closing = true;
        connections.values().forEach(PhasedConnection::closeIfIdle);
        return connections.values().stream().anyMatch(PhasedConnection::isBusy);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        PhasedConnection connection = connections.get(request.connection());
        if (connection == null) {
            request.connection().close(); // it was one too many
            return;
        }
        connection.headersComplete(context);
        context.put(CONNECTION, connection);
        context.response().putHeader(HttpHeaders.DATE, date.now());
        context.addHeadersEndHandler(headers -> {
            if (closing || !request.isEnded()) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
        context.addEndHandler(end -> connection.answered(request));
        int refusal = isReadable(context) ? hosts.refusalOf(request) : 400;
        if (refusal == 0) {
            context.next();
        } else {
            context.fail(refusal);
        }
    }

    /** Whether the path's percent encoding can be read; the router would fail over it. */
    private static boolean isReadable(RoutingContext context) {
        try {
            return context.normalizedPath() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static PhasedConnection connectionOf(RoutingContext context) {
        return requireNonNull(context.get(CONNECTION));
    }
}
