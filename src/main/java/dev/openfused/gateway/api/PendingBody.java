package dev.openfused.gateway.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** The part of a request's body that has arrived. */
final class PendingBody {
    private final RoutingContext context;
    private final long since = System.nanoTime();
    private Buffer parts = Buffer.buffer();
    private int length;
    private boolean complete;
    private boolean givenUp;

    PendingBody(RoutingContext context) {
        this.context = context;
    }

    void append(Buffer part) {
        parts.appendBuffer(part);
        length += part.length();
    }

    /** In bytes. */
    int length() {
        return length;
    }

    /** Since when it is awaited, by {@code System.nanoTime}. */
    long since() {
        return since;
    }

    /** The client whose share this body counts towards. */
    String client() {
        return ClientKey.of(context.request().remoteAddress().hostAddress());
    }

    /** All of it, which nobody takes away any more. */
    Buffer complete() {
        complete = true;
        return parts;
    }

    boolean isComplete() {
        return complete;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Gives it up, so that others have room: its sender is told to come again. */
    void giveUp() {
        parts = Buffer.buffer();
        length = 0;
        givenUp = true;
        FrontDoor.requestOf(context).refuse(503);
    }
}
