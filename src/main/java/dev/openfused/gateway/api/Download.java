package dev.openfused.gateway.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that is read while it is sent, and closed when sending ends, also by a failure. Camel reads on when the client has
 * left, and waits for ever if the client left while Camel waited for it. This body ends as soon as the client is gone, and
 * notifies Camel.
 */
final class Download {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);

    private final Content content;
    private final HttpServerResponse answer;
    private final HttpServerResponse watched;
    private volatile boolean over;
    private @Nullable Handler<Void> drained;
    private @Nullable Context drainedOn;

    /**
     * One that begins.
     *
     * @param body is closed at the end
     * @param answer carries it
     */
    Download(InputStream body, HttpServerResponse answer) {
        this.content = new Content(body);
        this.answer = answer;
        this.watched = (HttpServerResponse) Proxy.newProxyInstance(
                HttpServerResponse.class.getClassLoader(),
                new Class<?>[] {HttpServerResponse.class},
                (proxy, method, arguments) -> call(proxy, method, arguments));
    }

    /** The content that Camel sends. */
    InputStream content() {
        return content;
    }

    /** The response that Camel writes to, watched for a client that leaves. */
    HttpServerResponse watched() {
        return watched;
    }

    /** Nobody wants more of it, or there is no more. */
    void end(Vertx loops) {
        Handler<Void> waiting;
        Context loop;
        synchronized (this) {
            over = true;
            waiting = drained;
            loop = drainedOn;
            drained = null;
        }
        loops.executeBlocking(() -> {
            content.close();
            return null;
        });
        if (waiting != null && loop != null) {
            loop.runOnContext(waiting);
        }
    }

    @SuppressWarnings("unchecked") // WriteStream.drainHandler takes nothing else
    private @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        if (over && (name.equals("write") || name.equals("end"))) {
            return method.getReturnType() == Future.class ? Future.succeededFuture() : null;
        }
        if (over && name.equals("writeQueueFull")) {
            return false;
        }
        if (name.equals("drainHandler") && arguments != null) {
            waitFor((Handler<Void>) arguments[0]);
            return proxy;
        }
        try {
            return method.invoke(answer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void waitFor(@Nullable Handler<Void> handler) {
        Context here = Vertx.currentContext();
        synchronized (this) {
            if (!over) {
                drained = handler;
                drainedOn = here;
                answer.drainHandler(
                        handler == null
                                ? null
                                : ready -> {
                                    forgetWaiting();
                                    handler.handle(null);
                                });
                return;
            }
        }
        if (handler != null && here != null) {
            here.runOnContext(handler);
        }
    }

    private synchronized void forgetWaiting() {
        drained = null;
    }

    /** The body, which ends at once when the download is over. */
    private final class Content extends InputStream {
        private final InputStream body;
        private boolean closed;

        Content(InputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) throws IOException {
            return over || closed ? -1 : body.read(into, offset, length);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                try {
                    body.close();
                } catch (IOException e) {
                    LOG.warn("a file that was downloaded can't be closed: {}", e.toString());
                }
            }
        }
    }
}
