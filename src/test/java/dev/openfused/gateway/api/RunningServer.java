package dev.openfused.gateway.api;

import dev.openfused.gateway.camel.OpenFuseHeaderFilter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A real server on a free port, under routes of Java or of the shipped YAML. */
final class RunningServer implements AutoCloseable {
    static final HttpSettings.Phases QUICK = new HttpSettings.Phases(
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofMillis(500));

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HttpClient client = HttpClient.newHttpClient();
    private final GatewayHttpServer server;

    RunningServer(HttpSettings settings, Clock clock) throws Exception {
        server = new GatewayHttpServer(settings, clock);
        server.serve(context, StoreAddress.WHOLE, new OpenFuseHeaderFilter());
        context.getRegistry().bind("noteRequest", new NoteRequest());
        context.getRegistry().bind("answerProblem", new AnswerProblem());
    }

    static HttpSettings settings(int largestBody, HttpSettings.Phases phases) {
        return HttpSettings.DEFAULT
                .at("127.0.0.1", 0)
                .withLimits(new HttpSettings.Limits(200, 200, 64, largestBody, 8192, 1 << 26))
                .withPhases(phases);
    }

    /** Loads shipped route files and the beans they refer to, and starts. */
    RunningServer withShippedRoutes(Map<String, Object> beans, String... files) throws Exception {
        beans.forEach(context.getRegistry()::bind);
        for (String file : files) {
            Path yaml = Path.of("routes", file);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromBytes(file, Files.readAllBytes(yaml)));
        }
        return listen();
    }

    RunningServer with(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        return listen();
    }

    RunningServer listen() throws IOException {
        context.start();
        server.listen();
        return this;
    }

    DefaultCamelContext context() {
        return context;
    }

    int port() {
        return server.port();
    }

    HttpClient client() {
        return client;
    }

    RawClient raw() throws Exception {
        return new RawClient(port());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    /** Sends so many requests at the same time; the statuses they were answered with. */
    List<Integer> together(int count, IntFunction<HttpRequest.Builder> requests) {
        return IntStream.range(0, count)
                .mapToObj(i -> client.sendAsync(requests.apply(i).build(), BodyHandlers.discarding()))
                .toList()
                .stream()
                .map(answer -> answer.join().statusCode())
                .toList();
    }

    @Override
    public void close() {
        server.finishRequests(Duration.ofSeconds(30));
        context.stop();
        server.close();
    }
}
