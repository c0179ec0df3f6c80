package dev.openfused.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The far end of a webhook, on a free loopback port: answers 200 to every call and keeps it. */
final class WebhookReceiver implements AutoCloseable {
    private static final int LARGEST = 1024 * 1024;

    /**
     * A call that came.
     *
     * @param idempotencyKey its {@code Idempotency-Key}
     * @param signature its {@code webhook-signature}
     * @param body JSON
     */
    record Call(@Nullable String idempotencyKey, @Nullable String signature, String body) {}

    private final HttpServer server;
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

    private WebhookReceiver(HttpServer server) {
        this.server = server;
    }

    static WebhookReceiver start() throws IOException {
        WebhookReceiver receiver =
                new WebhookReceiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10));
        receiver.server.createContext("/", receiver::take);
        receiver.server.start();
        return receiver;
    }

    String url() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ':'
                + server.getAddress().getPort() + "/messages";
    }

    /**
     * The next call.
     *
     * @param patience how long to wait for it
     * @return the call, or null if none came
     */
    @Nullable
    Call next(Duration patience) throws InterruptedException {
        return calls.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.add(new Call(
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readNBytes(LARGEST), UTF_8)));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
