package dev.openfused.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The far end of a webhook bridge: a real HTTP server that remembers what it was sent. */
public final class WebhookSink implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Call> answer = call -> 200;

    /** One request. */
    public record Call(String id, String idempotencyKey, Map<String, List<String>> headers, byte[] raw, JsonNode body) {
        public String text() {
            return body.path("text").asText();
        }
    }

    public WebhookSink() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    /** What to answer; a negative number closes the connection without an answer. The call is remembered before. */
    public WebhookSink answering(ToIntFunction<Call> status) {
        answer = status;
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    public List<Call> calls() {
        return calls;
    }

    /** The calls that were answered, by message id. */
    public Map<String, List<Call>> byId() {
        return calls.stream()
                .collect(Collectors.groupingBy(c -> c.body().path("id").asText()));
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] raw = exchange.getRequestBody().readAllBytes();
            Call call = new Call(
                    first(exchange, "webhook-id"),
                    first(exchange, "Idempotency-Key"),
                    Map.copyOf(exchange.getRequestHeaders()),
                    raw,
                    new ObjectMapper().readTree(raw));
            int status = answer.applyAsInt(call);
            if (status >= 0) {
                if (status < 300) {
                    calls.add(call);
                }
                exchange.sendResponseHeaders(status, -1);
            }
        }
    }

    private static String first(HttpExchange exchange, String header) {
        String value = exchange.getRequestHeaders().getFirst(header);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
