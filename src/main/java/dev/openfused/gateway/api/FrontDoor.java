package dev.openfused.gateway.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * What every request passes before any route: its connection's phase is noted, its percent encoding must be readable, the
 * answer gets a {@code Date} (peers tell clock skew by it) and the request's id.
 */
final class FrontDoor implements Handler<RoutingContext> {
    private static final String REQUEST = PhasedRequest.class.getName();
    private static final Pattern BROKEN_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Connections connections;
    private final HttpDate date;

    FrontDoor(Connections connections, HttpDate date) {
        this.connections = connections;
        this.date = date;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        PhasedConnection connection = connections.of(request.connection());
        if (connection == null) {
            request.connection().close(); // it had to go meanwhile
            return;
        }
        PhasedRequest phased = connection.begun(context);
        context.put(REQUEST, phased);
        context.response()
                .putHeader(HttpHeaders.DATE, date.now())
                .putHeader(CalledRequest.ID, request.getHeader(CalledRequest.ID));
        context.addHeadersEndHandler(headers -> {
            if (!phased.isHttp2() && (connections.isClosing() || phased.isUnread())) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
        CalledRequest called = CalledRequest.below(request);
        context.addEndHandler(end -> {
            called.over();
            connection.answered(phased);
        });
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
