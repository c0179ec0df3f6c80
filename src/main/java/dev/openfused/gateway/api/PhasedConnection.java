package dev.openfused.gateway.api;

import static java.util.Objects.requireNonNull;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One connection and the phase it is in. Phases change on the connection's own event loop; {@link #expire} may be called
 * from another. Of HTTP/2, any number of requests are under way at a time; while none is, the connection is idle.
 */
final class PhasedConnection {
    static final long NEVER = Long.MAX_VALUE;
    static final int NO_ERROR = 0;
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final String client;
    private final HttpSettings.Phases phases;
    private final int largestDrain;
    private final UnreadBytes unread;
    private final SendProgress sending;
    private final Set<PhasedRequest> underWay = ConcurrentHashMap.newKeySet();
    private volatile @Nullable HttpConnection connection;
    private volatile long deadline;
    private volatile long waitingSince = System.nanoTime();
    private volatile boolean dismissed;
    private boolean closed;
    private long drained;

    /**
     * One that was just accepted; with TLS, its handshake comes first.
     *
     * @param channel the connection
     * @param client whose share it counts to, see {@link ClientKey}
     * @param settings how long each phase may last
     * @param unread counts what its client has not taken
     */
    PhasedConnection(Channel channel, String client, HttpSettings settings, UnreadBytes unread) {
        this.client = client;
        this.phases = settings.phases();
        this.largestDrain = settings.limits().body();
        this.unread = unread;
        this.sending = new SendProgress(channel, phases.answer(), unread);
        this.deadline = after(phases.handshake());
    }

    String client() {
        return client;
    }

    /** Watches what is sent on it. */
    SendProgress sending() {
        return sending;
    }

    /** It speaks HTTP from now on. */
    void opened(HttpConnection http) {
        connection = http;
        deadline = after(phases.headers());
    }

    /** The headers of a request are complete. */
    PhasedRequest begun(RoutingContext context) {
        PhasedRequest request = new PhasedRequest(context, after(phases.body()), phases.answer());
        underWay.add(request);
        deadline = NEVER;
        return request;
    }

    /**
     * An answer was given. If its request was not read to the end, what still comes is thrown away for a moment, then the
     * connection is closed: to close at once would reset it, and the sender could not read the answer. Of HTTP/2 the one
     * request is told to end instead, and it is under way until the client has the whole answer.
     */
    void answered(PhasedRequest phased) {
        if (phased.isHttp2()) {
            phased.endStream();
            linger(phased);
            return;
        }
        boolean drains = phased.isUnread();
        underWay.remove(phased);
        becomesIdle();
        if (!isBusy() && drains) {
            deadline = after(phases.drain());
            drain(phased.context().request());
        }
    }

    private void linger(PhasedRequest phased) {
        if (closed) {
            underWay.remove(phased);
        } else {
            phased.linger();
            unread.add(phased.lingering());
        }
    }

    private void becomesIdle() {
        if (!isBusy()) { // other requests of HTTP/2, or the next, pipelined one
            waitingSince = System.nanoTime();
            deadline = after(phases.idle());
        }
    }

    private void drain(HttpServerRequest request) {
        request.handler(rest -> {
            drained += rest.length();
            if (drained > largestDrain) {
                close();
            }
        });
        request.endHandler(end -> close());
        request.resume();
    }

    /** The body of the request of HTTP/1 that is being read is none. */
    void refuseBody() {
        underWay.stream().findAny().ifPresentOrElse(request -> request.refuse(400), this::close);
    }

    /** Since when nothing has been asked on it, by the system's timer; only of one that is not busy. */
    long waitingSince() {
        return waitingSince;
    }

    /** Whether a request is being read or answered. */
    boolean isBusy() {
        return !underWay.isEmpty();
    }

    /** Whether it is the client who has kept it waiting for long, with a body or by not reading. */
    boolean isSlow(long now) {
        return (sending.isBehind() && now - sending.behindSince() > SLOW.toNanos())
                || underWay.stream()
                        .allMatch(request -> request.awaitsBodyFor(now, SLOW) || request.isUnreadFor(now, SLOW));
    }

    /** How many bytes of answers its client has not taken. */
    long unread() {
        return sending.waiting()
                + underWay.stream().mapToLong(PhasedRequest::lingering).sum();
    }

    /** Since when it has not taken them all, by {@code System.nanoTime}. */
    long unreadSince() {
        return sending.waiting() > 0 ? sending.waitingSince() : waitingSince;
    }

    /** Closes it once what was sent is taken. */
    void close() {
        deadline = NEVER;
        HttpConnection http = connection;
        if (http == null) {
            sending.cutOff();
        } else {
            http.close();
        }
    }

    /** Closes it at once, as others need its place. */
    void giveWay() {
        if (sending.isBehind() || unread() > 0) {
            sending.cutOff();
        } else {
            close();
        }
    }

    /** Closes it unless a request is being read or answered; takes no further ones. */
    void dismiss() {
        forgetGone();
        if (!isBusy()) {
            close();
        } else if (!dismissed) {
            dismissed = true;
            underWay.stream().findAny().filter(PhasedRequest::isHttp2).ifPresent(request -> requireNonNull(connection)
                    .goAway(NO_ERROR));
        }
    }

    /**
     * Ends the phases whose time is over: a body that takes too long is answered, anything else just closed. A client that
     * is still reading an answer is not idle.
     */
    void expire(long now) {
        underWay.forEach(request -> request.expire(now));
        forgetGone();
        sending.expire(now);
        if (isOver(deadline, now) && (connection == null || !sending.isBehind())) {
            close();
        }
    }

    /** Requests of HTTP/2 whose answers the client has, or gave up. */
    private void forgetGone() {
        underWay.forEach(request -> {
            if (request.isGone()) {
                forget(request);
            }
        });
    }

    private void forget(PhasedRequest request) {
        if (underWay.remove(request)) {
            unread.add(-request.lingering());
            becomesIdle();
        }
    }

    /** It is closed: nobody will have the rest of any answer. */
    void closed() {
        closed = true;
        underWay.forEach(this::forget);
    }

    static boolean isOver(long deadline, long now) {
        return deadline != NEVER && now - deadline >= 0;
    }

    private static long after(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return end == NEVER ? end - 1 : end;
    }
}
