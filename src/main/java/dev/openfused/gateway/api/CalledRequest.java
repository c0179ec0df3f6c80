package dev.openfused.gateway.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * A request as its caller meant it: who calls and which address was called, also where a trusted proxy stands between, and
 * the target as the store's routes know it. Routes see nothing else.
 */
final class CalledRequest extends HttpServerRequestWrapper {
    /** Carries the request's id, in answers and, from trusted proxies, in requests. */
    static final String ID = "X-Request-Id";

    /** The host and port that the client called a trusted proxy by; dropped from requests of anyone else. */
    static final String FORWARDED_HOST = "X-Forwarded-Host";

    private static final int CANCEL = 8; // RFC 9113, 7

    private final Caller caller;
    private final String target;
    private final Downloads downloads;
    private volatile @Nullable Download download;
    private boolean over;

    /**
     * As found out.
     *
     * @param request as it came
     * @param caller who calls, and where to
     * @param target path and query, as the store's routes know them
     * @param downloads all that are under way
     */
    CalledRequest(HttpServerRequest request, Caller caller, String target, Downloads downloads) {
        super((HttpServerRequestInternal) request);
        this.caller = caller;
        this.target = target;
        this.downloads = downloads;
        context().putLocal(CalledRequest.class, this);
        headers().set(ID, caller.requestId()); // in place of what a stranger says
        if (!caller.forwarded()) {
            headers().remove(FORWARDED_HOST);
        }
    }

    /**
     * The request that a route works on, until it is answered. Fields of its header are to be looked up here: Camel puts query
     * parameters beside them, and a secret must not be taken from an address, which logs and histories keep.
     */
    static HttpServerRequest of(Exchange exchange) {
        return requireNonNull(exchange.getMessage(HttpMessage.class), "asked before it is answered")
                .getRequest();
    }

    /** The same below what routers and Camel put around it. */
    static CalledRequest below(HttpServerRequest request) {
        return requireNonNull(((HttpServerRequestInternal) request).context().getLocal(CalledRequest.class));
    }

    /** The client whose share this request counts towards. */
    String client() {
        return ClientKey.of(caller.address().hostAddress());
    }

    /**
     * A body that is read while the answer is sent, and closed when it is over, however it ends.
     *
     * @return what is to be sent in its place
     */
    synchronized InputStream download(InputStream body) {
        Download begun = downloads.begin(this, body, super.response());
        download = begun;
        if (over) {
            downloads.end(begun, owner());
        }
        return begun.content();
    }

    /** Whether its answer is such a body. */
    boolean isDownload() {
        return download != null;
    }

    /** The answer was sent, or its client has left. */
    synchronized void over() {
        over = true;
        Download begun = download;
        if (begun != null) {
            downloads.end(begun, owner());
        }
    }

    private Vertx owner() {
        return context().owner();
    }

    /** Breaks its answer off. */
    void breakOff() {
        if (version() == HttpVersion.HTTP_2) {
            super.response().reset(CANCEL);
        } else {
            SendProgress.of(connection()).ifPresent(SendProgress::cutOff);
        }
    }

    @Override
    public HttpServerResponse response() {
        Download begun = download;
        return begun == null ? super.response() : begun.watched();
    }

    @Override
    public SocketAddress remoteAddress() {
        return caller.address();
    }

    @Override
    public String scheme() {
        return caller.scheme();
    }

    @Override
    public boolean isSSL() {
        return caller.scheme().equals("https");
    }

    @Override
    public HostAndPort authority() {
        return caller.authority();
    }

    @Override
    public HostAndPort authority(boolean real) {
        return caller.authority();
    }

    /** What is wrong with it was found out before. */
    @Override
    public boolean isValidAuthority() {
        return true;
    }

    @Override
    public String host() {
        return caller.authority().toString();
    }

    @Override
    public String uri() {
        return target;
    }

    @Override
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    @Override
    public @Nullable String query() {
        int query = target.indexOf('?');
        return query < 0 ? null : target.substring(query + 1);
    }

    @Override
    public String absoluteURI() {
        return caller.scheme() + "://" + caller.authority() + target;
    }
}
