package dev.openfused.gateway.api;

import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** A request whose body is being read or which is being answered. */
final class PhasedRequest {
    private static final int CANCEL = 8; // RFC 9113, 7

    /** How much of a download is in memory at most, in bytes. */
    private static final long MOST_OF_DOWNLOAD = 2L * SendProgress.LEAST;

    private final RoutingContext context;
    private final Context loop;
    private final long answerTime;
    private final long begun = System.nanoTime();
    private volatile long deadline;
    private volatile boolean lingers;
    private volatile long takenSince = PhasedConnection.NEVER;
    private long answerDeadline = PhasedConnection.NEVER;
    private long answerBytes;

    /**
     * Its headers are complete; its body is awaited until then.
     *
     * @param answerTime how long its client has for each {@link SendProgress#LEAST} bytes of the answer
     */
    PhasedRequest(RoutingContext context, long deadline, Duration answerTime) {
        this.context = context;
        this.loop = context.vertx().getOrCreateContext();
        this.deadline = deadline;
        this.answerTime = answerTime.toNanos();
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

    /** Whether its client has owed the rest of the body for so long. */
    boolean awaitsBodyFor(long now, Duration time) {
        return deadline != PhasedConnection.NEVER && now - begun > time.toNanos();
    }

    /** Whether its client, of HTTP/2, has taken too little of its answer for so long. */
    boolean isUnreadFor(long now, Duration time) {
        long since = takenSince;
        return since != PhasedConnection.NEVER && now - since > time.toNanos();
    }

    /** Refuses it before its body is complete. */
    void refuse(int status) {
        loop.runOnContext(onOurLoop -> {
            if (context.response().ended()) {
                context.request().connection().close();
            } else {
                context.fail(status);
            }
        });
    }

    /** All of its answer, of HTTP/2, is handed over; its client may not have it for long. */
    void linger() {
        takenSince = System.nanoTime();
        lingers = true;
    }

    /**
     * How many bytes of its whole answer its client may not have yet; it lingers while there are any. Of a download little
     * is in memory at a time, however much of it was sent.
     */
    long lingering() {
        if (!lingers) {
            return 0;
        }
        long written = context.response().bytesWritten();
        boolean download = CalledRequest.below(context.request()).isDownload();
        return download ? Math.min(written, MOST_OF_DOWNLOAD) : written;
    }

    /** Whether its client has the whole answer, or will never have it. */
    boolean isGone() {
        return lingers && context.response().closed();
    }

    /** Answers it if its body takes too long; breaks its answer off if its client takes too little of it. */
    void expire(long now) {
        if (PhasedConnection.isOver(deadline, now)) {
            deadline = PhasedConnection.NEVER;
            loop.runOnContext(onOurLoop -> context.fail(408));
        }
        if (isHttp2() && context.response().headWritten()) {
            expireAnswer(now);
        }
    }

    /** What the client of a stream takes is not seen at the socket, since the stream has a window of its own. */
    private void expireAnswer(long now) {
        HttpServerResponse response = context.response();
        long bytes = response.bytesWritten();
        if (answerDeadline == PhasedConnection.NEVER || bytes - answerBytes >= SendProgress.LEAST) {
            answerBytes = bytes;
            takenSince = now;
            answerDeadline = now + answerTime * (1 + lingering() / SendProgress.LEAST);
        } else if (PhasedConnection.isOver(answerDeadline, now)) {
            answerDeadline = now + answerTime;
            loop.runOnContext(onOurLoop -> response.reset(CANCEL));
        }
    }
}
