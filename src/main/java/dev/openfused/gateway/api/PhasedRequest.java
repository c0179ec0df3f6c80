package dev.openfused.gateway.api;

import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
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

    /**
     * Whether some of its body has not arrived. Of HTTP/1.1 the header fields say whether there is one at all; that there
     * is none is known as its end only a moment later.
     */
    boolean isUnread() {
        HttpServerRequest request = context.request();
        return !request.isEnded() && (isHttp2() || announcesBody(request.headers()));
    }

    private static boolean announcesBody(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return headers.contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }

    /** Whether its connection carries others at the same time. */
    boolean isHttp2() {
        return context.request().version() == HttpVersion.HTTP_2;
    }

    /** Tells its sender not to send the rest; without effect on one that was sent to the end (RFC 9113, 8.1). */
    void endStream() {
        loop.runOnContext(onceItsEndIsKnown -> {
            if (isUnread()) {
                context.response().reset(PhasedConnection.NO_ERROR);
            }
        });
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
