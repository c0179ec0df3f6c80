package dev.openfused.gateway.api;

import dev.openfused.gateway.camel.OpenFuseHeaderFilter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
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
            Duration.ofMillis(500));

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HttpClient client = HttpClient.newHttpClient();
    private final GatewayHttpServer server;

    RunningServer(HttpSettings settings, Clock clock) throws Exception {
        server = GatewayHttpServer.addTo(context, settings, new OpenFuseHeaderFilter(), clock);
        context.getRegistry().bind("answerProblem", new AnswerProblem());
    }

    static HttpSettings settings(int largestBody, HttpSettings.Phases phases) {
        return new HttpSettings("127.0.0.1", 0, Set.of(), null, null, 200, 64, largestBody, 8192, 1 << 26, phases);
    }

    /** Loads shipped route files and the beans they refer to, and starts. */
    RunningServer withShippedRoutes(Map<String, Object> beans, String... files) throws Exception {
        beans.forEach(context.getRegistry()::bind);
        for (String file : files) {
            Path yaml = Path.of("routes", file);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromBytes(file, Files.readAllBytes(yaml)));
        }
        context.start();
        return this;
    }

    RunningServer with(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        context.start();
        return this;
    }

    DefaultCamelContext context() {
        return context;
    }

    int port() {
        return server.getPort();
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

    @Override
    public void close() {
        context.stop();
    }
}
