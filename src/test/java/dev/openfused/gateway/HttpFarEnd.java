package dev.openfused.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody else's HTTP server, whose rules a test sets; it keeps what it was sent. */
public final class HttpFarEnd implements AutoCloseable {
    static {
        // Else the JDK's server holds back the body of an answer until its head is acknowledged, which takes 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Rule rule = call -> new Answer(200);

    /** One request. */
    public record Call(String method, String target, Map<String, List<String>> headers, byte[] body) {
        public String text() {
            return new String(body, UTF_8);
        }

        /** The one value of a header that has to be there once. */
        public String header(String name) {
            List<String> values = headers.entrySet().stream()
                    .filter(e -> e.getKey().equalsIgnoreCase(name))
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElseThrow(() -> new AssertionError("no header " + name + " in " + headers.keySet()));
            if (values.size() != 1) {
                throw new AssertionError(name + " stands there " + values.size() + " times");
            }
            return Objects.requireNonNull(values.get(0));
        }
    }

    /** What to say to it. */
    public record Answer(int status, Map<String, String> headers, String body) {
        public Answer(int status) {
            this(status, Map.of(), "");
        }

        public Answer(int status, String header, String value) {
            this(status, Map.of(header, value), "");
        }
    }

    /** A far end's rules. */
    @FunctionalInterface
    public interface Rule {
        Answer to(Call call);
    }

    public HttpFarEnd() {
        this(0);
    }

    /** On a port that an earlier one had. */
    public HttpFarEnd(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    public HttpFarEnd answering(Rule answers) {
        rule = answers;
        return this;
    }

    public HttpFarEnd answering(int status) {
        return answering(call -> new Answer(status));
    }

    public List<Call> calls() {
        return calls;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Call call = new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    exchange.getRequestBody().readAllBytes());
            calls.add(call);
            Answer answer = rule.to(call);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
