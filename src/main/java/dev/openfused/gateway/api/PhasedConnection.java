package dev.openfused.gateway.api;

import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection and the phase it is in. Phases change on the connection's own event loop; {@link #expire} may be called
 * from another, which is why the deadline is one volatile.
 */
final class PhasedConnection {
    private static final long NEVER = Long.MAX_VALUE;

    private final HttpConnection connection;
    private final HttpSettings.Phases phases;
    private final int largestDrain;
    private volatile long deadline;
    private volatile boolean busy;
    private volatile @Nullable Runnable tooSlow;
    private @Nullable HttpServerRequest current;
    private long drained;

    PhasedConnection(HttpConnection connection, HttpSettings settings) {
        this.connection = connection;
        this.phases = settings.phases();
        this.largestDrain = settings.largestBody();
        this.deadline = after(phases.headers());
    }

    /** The headers of a request are complete; its body is awaited. */
    void headersComplete(RoutingContext context) {
        Context loop = context.vertx().getOrCreateContext();
        busy = true;
        current = context.request();
        tooSlow = () -> loop.runOnContext(onOurLoop -> context.fail(408));
        deadline = after(phases.body());
    }

    /** The body is complete; how long the answer takes is our business. */
    void bodyComplete() {
        deadline = NEVER;
        tooSlow = null;
    }

    /**
     * An answer was given. If its request was not read to the end, what still comes is thrown away for a moment, then the
     * connection is closed: to close at once would reset it, and the sender could not read the answer.
     */
    void answered(HttpServerRequest request) {
        if (request != current) {
            return; // the next, pipelined request has begun
        }
        tooSlow = null;
        busy = false;
        if (request.isEnded()) {
            deadline = after(phases.idle());
            return;
        }
        deadline = after(phases.drain());
        request.handler(rest -> {
            drained += rest.length();
            if (drained > largestDrain) {
                connection.close();
            }
        });
        request.endHandler(end -> connection.close());
        request.resume();
    }

    /** Whether a request is being read or answered. */
    boolean isBusy() {
        return busy;
    }

    /** Closes it unless a request is being read or answered. */
    void closeIfIdle() {
        if (!busy) {
            connection.close();
        }
    }

    /** Ends the phase if its time is over: a body that takes too long is answered, anything else just closed. */
    void expire(long now) {
        if (deadline == NEVER || now - deadline < 0) {
            return;
        }
        deadline = NEVER;
        Runnable answer = tooSlow;
        if (answer == null) {
            connection.close();
        } else {
            answer.run();
        }
    }

    private static long after(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return end == NEVER ? end - 1 : end;
    }
}
