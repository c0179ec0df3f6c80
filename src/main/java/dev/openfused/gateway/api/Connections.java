package dev.openfused.gateway.api;

import dev.openfused.gateway.api.Shares.Share;
import dev.openfused.gateway.settings.Network;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All connections, counted from when the operating system hands them over, before TLS and before any byte. If there are
 * too many, of one client or of all, the one that has waited longest for a request is closed, of the client that has most
 * of them. So a client that opens many and sends nothing loses them first.
 */
final class Connections {
    /** At a limit, one in this many connections is closed at once, since choosing one looks at all of them. */
    private static final int PART = 100;

    private final HttpSettings settings;
    private final int most;
    private final UnreadBytes unread;
    private final Map<Channel, PhasedConnection> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> ofClient = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /**
     * None yet.
     *
     * @param settings how many, of whom, and for how long
     * @param most how many of all clients; at most as many as set
     */
    Connections(HttpSettings settings, int most) {
        this.settings = settings;
        this.most = most;
        this.unread = new UnreadBytes(settings.limits().pending(), this::cutOffWhoReadsLeast);
    }

    /**
     * Counts a new one in, on the thread that accepts them.
     *
     * @return whether it may stay
     */
    boolean admit(Channel channel) {
        if (closing || !(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            return false;
        }
        String client = clientOf(remote);
        int mostOfClient = settings.limits().connectionsPerClient();
        if (ofClient.getOrDefault(client, 0) >= mostOfClient
                && !closeSome(each -> each.client().equals(client), 1 + mostOfClient / PART)) {
            return false;
        }
        if (open.size() >= most && !closeSome(each -> true, 1 + most / PART)) {
            return false;
        }
        PhasedConnection connection = new PhasedConnection(channel, client, settings, unread);
        open.put(channel, connection);
        ofClient.merge(client, 1, Integer::sum);
        channel.pipeline().addFirst("sending", connection.sending());
        channel.closeFuture().addListener(closed -> {
            forget(channel);
            connection.closed();
        });
        return true;
    }

    /** A proxy speaks for many, so each of its connections is a client of its own. */
    private String clientOf(InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        for (Network proxies : settings.proxies()) {
            if (proxies.contains(address)) {
                return remote.toString();
            }
        }
        return ClientKey.of(address);
    }

    private void forget(Channel channel) {
        PhasedConnection gone = open.remove(channel);
        if (gone != null) {
            ofClient.computeIfPresent(gone.client(), (client, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Those that wait for a request go first, then those whose clients are slow; never one whose client waits for us. */
    private boolean closeSome(Predicate<PhasedConnection> among, int count) {
        long now = System.nanoTime();
        List<Channel> go = choose(among.and(each -> !each.isBusy()), each -> 1, PhasedConnection::waitingSince, count);
        if (go.isEmpty()) {
            go = choose(among.and(each -> each.isSlow(now)), each -> 1, PhasedConnection::waitingSince, count);
        }
        for (Channel each : go) {
            PhasedConnection connection = open.get(each);
            forget(each); // at once: that it is closed becomes known only later
            if (connection != null) {
                connection.giveWay();
            }
        }
        return !go.isEmpty();
    }

    private void cutOffWhoReadsLeast() {
        List<Channel> go = choose(
                each -> each.unread() > 0, PhasedConnection::unread, PhasedConnection::unreadSince, unread.excess());
        for (Channel each : go) {
            PhasedConnection connection = open.get(each);
            if (connection != null) {
                connection.sending().cutOff();
            }
        }
    }

    private List<Channel> choose(
            Predicate<PhasedConnection> among,
            ToLongFunction<PhasedConnection> size,
            ToLongFunction<PhasedConnection> since,
            long enough) {
        List<Share<Channel>> shares = open.entrySet().stream()
                .filter(each -> among.test(each.getValue()))
                .map(each -> new Share<>(
                        each.getKey(),
                        each.getValue().client(),
                        size.applyAsLong(each.getValue()),
                        since.applyAsLong(each.getValue())))
                .toList();
        return Shares.toRelease(shares, enough);
    }

    /** One that speaks HTTP from now on, as its server was set up. */
    void opened(HttpConnection http, HttpServerOptions options) {
        PhasedConnection connection = of(http);
        if (connection == null) {
            http.close(); // it had to go meanwhile
            return;
        }
        connection.opened(http);
        ChannelPipeline pipeline = ((ConnectionBase) http).channel().pipeline();
        if (pipeline.get("httpDecoder") != null) {
            RequestDecoder.replaceIn(pipeline, options, settings.limits().body(), connection::refuseBody);
        }
    }

    /** The one that a request came on; null if it had to go meanwhile. */
    @Nullable
    PhasedConnection of(HttpConnection http) {
        return open.get(((ConnectionBase) http).channel());
    }

    /** Ends the phases whose time is over. */
    void expire() {
        long now = System.nanoTime();
        open.values().forEach(each -> each.expire(now));
    }

    /** Whether no more are taken in. */
    boolean isClosing() {
        return closing;
    }

    /**
     * Lets nobody in any more and closes every connection on which no request is being read or answered. One that is not
     * closed yet counts as well: a request may just be coming in on it, and must not find the routes gone.
     *
     * @return whether any is still open
     */
    boolean close() {
        closing = true;
        open.values().forEach(PhasedConnection::dismiss);
        return !open.isEmpty();
    }
}
