package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.api.Description.Operation;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeKinds;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.collect.BoundKeys;
import dev.openfused.gateway.collect.ChallengeVerifier;
import dev.openfused.gateway.collect.MailCollection;
import dev.openfused.gateway.compose.Composer;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.receive.ChannelReceiver;
import dev.openfused.gateway.receive.WebhookGuard;
import dev.openfused.gateway.store.Store;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.builder.TemplatedRouteBuilder;

/**
 * An agent with every shipped HTTP route, as {@code serve} has them, and the webhook {@code alerts}. Whatever it answers
 * to {@link #send} is compared with its own description.
 */
final class ServedAgent implements AutoCloseable {
    static final String TOKEN = "correct-horse";
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DeliveryQueue queue;
    private final RunningServer server;
    private final Description description;

    /**
     * Serves an agent's store.
     *
     * @param folder for what is no part of the store
     * @param agent whose store
     * @param settings of the server
     * @param files whether {@code /ls} and {@code /read} are served
     */
    ServedAgent(Path folder, TestAgent agent, HttpSettings settings, Clock clock, boolean files) throws Exception {
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), clock, QueueOptions.DEFAULT);
        server = new RunningServer(settings, clock);
        server.context().getPropertiesComponent().addInitialProperty("openfuse.http.files", String.valueOf(files));
        server.withShippedRoutes(
                steps(folder, agent, clock),
                "problems.yaml",
                "daemon.yaml",
                "describe.yaml",
                "receive.yaml",
                "collect.yaml",
                "files.yaml",
                "webhook-in.yaml");
        TemplatedRouteBuilder.builder(server.context(), "webhook-in")
                .parameter("bridge", "alerts")
                .routeId("webhook-in-alerts")
                .add();
        description = Description.parse(server.client()
                .send(server.request("/openapi.yaml").build(), BodyHandlers.ofString())
                .body());
    }

    /** With limits that tests reach, and all files. */
    static ServedAgent with(Path folder, TestAgent agent, Clock clock) throws Exception {
        return new ServedAgent(
                folder, agent, RunningServer.settings(1 << 20, HttpSettings.Phases.DEFAULT), clock, true);
    }

    private Map<String, Object> steps(Path folder, TestAgent agent, Clock clock) throws Exception {
        Store store = agent.store();
        MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());
        MailCollection mail = new MailCollection(store.outbox(), entry -> {});
        Map<String, Bridge> bridges = bridges(folder);
        CalledBridge called = new CalledBridge(name -> Optional.ofNullable(bridges.get(name)));
        Map<String, Object> steps = new HashMap<>();
        steps.put("greetCaller", new GreetCaller());
        steps.put("describeAgent", new DescribeAgent(store.mesh()));
        steps.put("showDescription", new ShowDescription());
        steps.put("receiveMessage", new ReceiveMessage(agent.receiver(queue, clock, entry -> {})));
        steps.put(
                "authenticatePeer",
                new AuthenticatePeer(
                        new ChallengeVerifier(store.mesh(), verifier, new BoundKeys(queue, true, clock), clock),
                        Set.of()));
        steps.put("collectMail", new CollectMail(mail));
        steps.put("acknowledgeMail", new AcknowledgeMail(mail));
        steps.put("showProfile", ReadPublicFile.profile(store.publicFiles()));
        steps.put("readPublicFile", ReadPublicFile.byPath(store.publicFiles()));
        steps.put("listPublicFiles", new ListPublicFiles(store.publicFiles()));
        steps.put("authenticateWebhook", new AuthenticateWebhook(called, new WebhookGuard(clock), entry -> {}));
        ChannelReceiver receiver = new ChannelReceiver(
                store,
                new Composer(store, new MessageSealer(SignatureEngine.best(), clock)),
                queue,
                name -> Optional.empty(),
                entry -> {});
        steps.put("parseWebhook", new ParseWebhook(called, receiver));
        steps.put("composeMessage", new ComposeMessage(called, receiver));
        return steps;
    }

    private static Map<String, Bridge> bridges(Path folder) throws Exception {
        Path file = Files.write(
                folder.resolve("application.properties"),
                List.of(
                        "openfuse.bridge.alerts.from=webhook",
                        "openfuse.bridge.alerts.token=" + TOKEN,
                        "openfuse.bridge.alerts.secret=" + SECRET,
                        "openfuse.bridge.alerts.recipients=self"));
        return Configuration.read(file, Map.of(), Map.of(), BridgeKinds.shipped()).bridges().stream()
                .collect(Collectors.toMap(bridge -> bridge.name().value(), bridge -> bridge));
    }

    RunningServer server() {
        return server;
    }

    Description description() {
        return description;
    }

    /** Sends a request to a described operation, and fails if the answer is not one that is described for it. */
    HttpResponse<byte[]> send(HttpRequest.Builder builder) throws Exception {
        HttpRequest request = builder.build();
        HttpResponse<byte[]> answer = server.client().send(request, BodyHandlers.ofByteArray());
        Operation operation = description
                .operation(request.method(), request.uri().getRawPath())
                .orElseThrow(() -> new AssertionError(request + " is not described"));
        assertThat(departures(operation, answer))
                .as("%s: %s %s", operation, answer.statusCode(), new String(answer.body(), UTF_8))
                .isEmpty();
        return answer;
    }

    /** In what an answer is other than it is described. */
    private List<String> departures(Operation operation, HttpResponse<byte[]> answer) throws Exception {
        Optional<JsonNode> described = description.response(operation, answer.statusCode());
        if (described.isEmpty()) {
            return List.of("status " + answer.statusCode());
        }
        JsonNode content = described.get().path("content");
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        if (content.isMissingNode()) {
            return answer.body().length == 0 ? List.of() : List.of("a body");
        }
        if (!content.has(type)) {
            return List.of("media type " + type);
        }
        boolean json = type.endsWith("json") && !operation.method().equals("HEAD");
        return json
                ? SchemaCheck.faults(description, content.path(type).path("schema"), JSON.readTree(answer.body()))
                : List.of();
    }

    /** Whether it still answers. */
    void assertServes() throws Exception {
        HttpResponse<byte[]> config = send(server.request("/config"));
        assertThat(config.statusCode()).isEqualTo(200);
    }

    @Override
    public void close() {
        server.close();
        queue.close();
    }
}
