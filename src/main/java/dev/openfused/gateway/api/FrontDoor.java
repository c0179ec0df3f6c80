package dev.openfused.gateway.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What every request passes before any route: its connection's phase is noted, its percent encoding must be readable, the
 * answer gets a {@code Date} (peers tell clock skew by it) and the request's id.
 */
final class FrontDoor implements Handler<RoutingContext> {
    private static final String REQUEST = PhasedRequest.class.getName();
    private static final Pattern BROKEN_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final HttpSettings settings;
    private final HttpDate date;
    private volatile boolean closing;
    private final ConcurrentHashMap<HttpConnection, PhasedConnection> connections = new ConcurrentHashMap<>();

    FrontDoor(HttpSettings settings, HttpDate date) {
        this.settings = settings;
        this.date = date;
    }

    /**
     * Counts a new connection in. If there are too many, the one that has waited longest for a request has to go, or else
     * the new one. So whoever opens many and says nothing loses them first.
     */
    void opened(HttpConnection connection) {
        if (closing || (connections.size() >= settings.limits().connections() && !closeOneThatWaits())) {
            connection.close();
            return;
        }
        connections.put(connection, new PhasedConnection(connection, settings));
        connection.closeHandler(closed -> connections.remove(connection));
    }

    private boolean closeOneThatWaits() {
        long now = System.nanoTime();
        Optional<Map.Entry<HttpConnection, PhasedConnection>> longest = connections.entrySet().stream()
                .filter(each -> !each.getValue().isBusy())
                .max(Comparator.comparingLong(each -> now - each.getValue().waitingSince()));
        longest.ifPresent(each -> {
            connections.remove(each.getKey()); // at once: that it is closed becomes known only later
            each.getValue().close();
        });
        return longest.isPresent();
    }

    /** Ends the phases whose time is over. */
    void expire() {
        long now = System.nanoTime();
        connections.values().forEach(c -> c.expire(now));
    }

    /**
     * Lets nobody in any more and closes every connection on which no request is being read or answered. One that is not
     * closed yet counts as well: a request may just be coming in on it, and must not find the routes gone.
     *
     * @return whether any is still open
     */
    boolean close() {
        closing = true;
        connections.values().forEach(PhasedConnection::dismiss);
        return !connections.isEmpty();
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        PhasedConnection connection = connections.get(request.connection());
        if (connection == null) {
            request.connection().close(); // it was one too many
            return;
        }
        PhasedRequest phased = connection.begun(context);
        context.put(REQUEST, phased);
        context.response()
                .putHeader(HttpHeaders.DATE, date.now())
                .putHeader(CalledRequest.ID, request.getHeader(CalledRequest.ID));
        context.addHeadersEndHandler(headers -> {
            if (!phased.isHttp2() && (closing || phased.isUnread())) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
        context.addEndHandler(end -> connection.answered(phased));
        if (isReadable(context)) {
            context.next();
        } else {
            context.fail(400);
        }
    }

    /** Whether the percent encoding of path and query can be read; router and routes would fail over it. */
    private static boolean isReadable(RoutingContext context) {
        try {
            return !BROKEN_PERCENT.matcher(context.request().uri()).find() && context.normalizedPath() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static PhasedRequest requestOf(RoutingContext context) {
        return requireNonNull(context.get(REQUEST));
    }
}
