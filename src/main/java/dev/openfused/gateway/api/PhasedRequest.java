package dev.openfused.gateway.api;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;

/** A request whose body is being read or which is being answered. */
final class PhasedRequest {
    private final RoutingContext context;
    private final Context loop;
    private volatile long deadline;

    /** Its headers are complete; its body is awaited until then. */
    PhasedRequest(RoutingContext context, long deadline) {
        this.context = context;
        this.loop = context.vertx().getOrCreateContext();
        this.deadline = deadline;
    }

    RoutingContext context() {
        return context;
    }

    /** The body is complete; how long the answer takes is our business. */
    void bodyComplete() {
        deadline = PhasedConnection.NEVER;
    }

    /** Answers it if its body takes too long. */
    void expire(long now) {
        if (PhasedConnection.isOver(deadline, now)) {
            deadline = PhasedConnection.NEVER;
            loop.runOnContext(onOurLoop -> context.fail(408));
        }
    }
}
