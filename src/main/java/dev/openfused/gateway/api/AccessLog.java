package dev.openfused.gateway.api;

import dev.openfused.gateway.audit.LogLine;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, when it is over: who, what, how it was answered, how long it took. No query, no header, no
 * body: they can hold secrets.
 */
public final class AccessLog implements Handler<RoutingContext> {
    /** The logger's name; the log's own settings say where its lines end up. */
    public static final String LOGGER = "openfuse.access";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final String prefix;

    /** Of requests whose paths began with this before it was taken off. */
    AccessLog(String prefix) {
        this.prefix = prefix;
    }

    /** What the HTTP decoder could not make sense of has a line too, without what it can't trust. */
    static void refused(HttpServerRequest request, int status, String id) {
        LOG.info(
                "{}",
                new LogLine()
                        .with("client", request.remoteAddress().hostAddress())
                        .with("status", String.valueOf(status))
                        .with("request", id));
    }

    @Override
    public void handle(RoutingContext context) {
        if (LOG.isInfoEnabled()) {
            long start = System.nanoTime();
            context.addEndHandler(end -> write(context, start, end.succeeded()));
        }
        context.next();
    }

    private void write(RoutingContext context, long start, boolean sent) {
        HttpServerRequest request = context.request();
        LOG.info(
                "{}",
                new LogLine()
                        .with("client", request.remoteAddress().hostAddress())
                        .with("method", request.method().name())
                        .with("path", prefix + request.path())
                        .with("status", sent ? String.valueOf(context.response().getStatusCode()) : "aborted")
                        .with("bytes", String.valueOf(context.response().bytesWritten()))
                        .with("ms", String.valueOf(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)))
                        .with("request", request.getHeader(CalledRequest.ID)));
    }
}
