package dev.openfused.gateway.api;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One connection and the phase it is in. Phases change on the connection's own event loop; {@link #expire} may be called
 * from another. Of HTTP/2, any number of requests are under way at a time; while none is, the connection is idle.
 */
final class PhasedConnection {
    static final long NEVER = Long.MAX_VALUE;
    static final int NO_ERROR = 0;

    private final HttpConnection connection;
    private final HttpSettings.Phases phases;
    private final int largestDrain;
    private final Set<PhasedRequest> underWay = ConcurrentHashMap.newKeySet();
    private volatile long deadline;
    private volatile long waitingSince = System.nanoTime();
    private volatile boolean dismissed;
    private long drained;

    PhasedConnection(HttpConnection connection, HttpSettings settings) {
        this.connection = connection;
        this.phases = settings.phases();
        this.largestDrain = settings.limits().body();
        this.deadline = after(phases.headers());
    }

    /** The headers of a request are complete. */
    PhasedRequest begun(RoutingContext context) {
        PhasedRequest request = new PhasedRequest(context, after(phases.body()));
        underWay.add(request);
        deadline = NEVER;
        return request;
    }

    /**
     * An answer was given. If its request was not read to the end, what still comes is thrown away for a moment, then the
     * connection is closed: to close at once would reset it, and the sender could not read the answer. Of HTTP/2 the one
     * request is told to end instead.
     */
    void answered(PhasedRequest phased) {
        underWay.remove(phased);
        boolean drains = phased.isUnread() && !phased.isHttp2();
        if (phased.isHttp2()) {
            phased.endStream();
        }
        if (isBusy()) {
            return; // other requests of HTTP/2, or the next, pipelined one
        }
        waitingSince = System.nanoTime();
        deadline = after(drains ? phases.drain() : phases.idle());
        if (drains) {
            drain(phased.context().request());
        }
    }

    private void drain(HttpServerRequest request) {
        request.handler(rest -> {
            drained += rest.length();
            if (drained > largestDrain) {
                connection.close();
            }
        });
        request.endHandler(end -> connection.close());
        request.resume();
    }

    /** Since when nothing has been asked on it, by the system's timer; only of one that is not busy. */
    long waitingSince() {
        return waitingSince;
    }

    /** Whether a request is being read or answered. */
    boolean isBusy() {
        return !underWay.isEmpty();
    }

    /** Closes it. */
    void close() {
        deadline = NEVER;
        connection.close();
    }

    /** Closes it unless a request is being read or answered; takes no further ones. */
    void dismiss() {
        if (!isBusy()) {
            close();
        } else if (!dismissed) {
            dismissed = true;
            underWay.stream()
                    .findAny()
                    .filter(PhasedRequest::isHttp2)
                    .ifPresent(request -> connection.goAway(NO_ERROR));
        }
    }

    /** Ends the phases whose time is over: a body that takes too long is answered, anything else just closed. */
    void expire(long now) {
        underWay.forEach(request -> request.expire(now));
        if (isOver(deadline, now)) {
            close();
        }
    }

    static boolean isOver(long deadline, long now) {
        return deadline != NEVER && now - deadline >= 0;
    }

    private static long after(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return end == NEVER ? end - 1 : end;
    }
}
