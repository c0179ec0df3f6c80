package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeKinds;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.channel.StandardWebhooks;
import dev.openfused.gateway.compose.Composer;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.receive.ChannelReceiver;
import dev.openfused.gateway.receive.WebhookGuard;
import dev.openfused.gateway.settings.Secret;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST /hooks/NAME} at the running server, under the shipped template. */
@Timeout(60)
class WebhookInTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:33:10Z");
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    private Map<String, Bridge> bridges;
    private TestAgent gateway;
    private TestAgent alice;
    private DeliveryQueue queue;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        gateway = TestAgent.make(folder.resolve("gateway"), "gateway");
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        gateway.knows(alice, true);
        bridges = bridges(
                "openfuse.bridge.alerts.from=webhook",
                "openfuse.bridge.alerts.token=correct-horse",
                "openfuse.bridge.alerts.secret=" + SECRET,
                "openfuse.bridge.alerts.max-size=2KiB",
                "openfuse.bridge.alerts.recipients=alice, self",
                "openfuse.bridge.all.from=webhook",
                "openfuse.bridge.all.token=correct-horse",
                "openfuse.bridge.all.recipients=broadcast",
                "openfuse.bridge.rated.from=webhook",
                "openfuse.bridge.rated.token=correct-horse",
                "openfuse.bridge.rated.sender-rate=1/h",
                "openfuse.bridge.rated.recipients=self",
                "openfuse.bridge.lost.from=webhook",
                "openfuse.bridge.lost.token=correct-horse",
                "openfuse.bridge.lost.recipients=nobody");
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), clock, QueueOptions.DEFAULT);
        CalledBridge called = new CalledBridge(name -> Optional.ofNullable(bridges.get(name)));
        ChannelReceiver receiver = new ChannelReceiver(
                gateway.store(),
                new Composer(gateway.store(), new MessageSealer(SignatureEngine.best(), clock)),
                queue,
                name -> Optional.ofNullable(bridges.get(name)),
                audit::add);
        server = new RunningServer(RunningServer.settings(1 << 20, HttpSettings.Phases.DEFAULT), clock)
                .withShippedRoutes(
                        Map.of(
                                "authenticateWebhook",
                                new AuthenticateWebhook(called, new WebhookGuard(clock), audit::add),
                                "parseWebhook",
                                new ParseWebhook(called, receiver),
                                "composeMessage",
                                new ComposeMessage(called, receiver)),
                        "problems.yaml",
                        "webhook-in.yaml");
        for (String bridge : bridges.keySet()) {
            TemplatedRouteBuilder.builder(server.context(), "webhook-in")
                    .parameter("bridge", bridge)
                    .routeId("webhook-in-" + bridge)
                    .add();
        }
    }

    @AfterEach
    void stop() {
        server.close();
        queue.close();
    }

    @Test
    void aSenderWhoWritesTooOftenIsToldWhenToComeBackAndTheOthersAreHeard() throws Exception {
        assertThat(rated("ann").statusCode()).isEqualTo(202);
        HttpResponse<String> refused = rated("ANN");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(3500L, 3600L);
        assertThat(rated("bob").statusCode()).isEqualTo(202);
    }

    private HttpResponse<String> rated(String sender) throws Exception {
        return call("rated", "{\"text\": \"disk full\", \"sender\": \"" + sender + "\"}");
    }

    @Test
    void aCallBecomesMessagesSealedByTheBridgesOwnKey() throws Exception {
        HttpResponse<String> answer = call("alerts", "{\"text\": \"disk full\", \"sender\": \"nagios\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(answer.body()).at("/messages")).hasSize(2);
        List<Path> outbox = files(gateway.store()
                .outbox()
                .directory()
                .resolve("alice-" + alice.keys().fingerprint().fp8()));
        assertThat(outbox).hasSize(1);
        assertThat(new String(Files.readAllBytes(outbox.get(0)), UTF_8)).doesNotContain("disk full");
        OpenedMessage read = open(alice, outbox.get(0));
        assertThat(read.from()).isEqualTo("gateway.alerts");
        assertThat(read.fingerprint()).isNotNull().isNotEqualTo(gateway.keys().fingerprint());
        assertThat(read.standing().verified()).isFalse();
        assertThat(read.text()).contains("alerts").contains("nagios").contains("disk full");
        List<Path> own = files(gateway.store().inbox().directory());
        assertThat(own).hasSize(1);
        assertThat(open(gateway, own.get(0)).text()).contains("disk full");
        assertThat(audit).hasSize(2);
    }

    @Test
    void whoDoesNotProveHimselfIsTurnedAway() throws Exception {
        HttpRequest.Builder nobody = hook("alerts").POST(BodyPublishers.ofString("{\"text\": \"x\"}"));
        HttpResponse<String> unknown = send(nobody);
        HttpResponse<String> wrong = send(nobody.header("Authorization", "Bearer wrong-horse"));

        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(wrong.body()).contains("urn:openfuse:problem:bad-signature").doesNotContain("correct-horse");
        assertThat(files(gateway.store().inbox().directory())).isEmpty();
        assertThat(audit).hasSize(2).allSatisfy(e -> assertThat(e.toString()).startsWith("decision=refused"));
    }

    @Test
    void aSignedCallCountsOnceHoweverOftenItIsSent() throws Exception {
        assertThat(send(signed("msg_1", NOW, "{\"text\": \"once\"}")).statusCode())
                .isEqualTo(202);
        assertThat(send(signed("msg_1", NOW, "{\"text\": \"once\"}")).statusCode())
                .isEqualTo(200);
        assertThat(send(signed("msg_1", NOW.plusSeconds(60), "{\"text\": \"once\"}"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(files(gateway.store().inbox().directory())).hasSize(1);
        assertThat(send(signed("msg_2", NOW, "{\"text\": \"once\"}")).statusCode())
                .isEqualTo(202);
    }

    @Test
    void ofManyCallsWithOneIdAtTheSameTimeOneCounts() throws Exception {
        List<Integer> answers = server.together(16, i -> signed("msg_3", NOW, "{\"text\": \"all at once\"}"));

        assertThat(answers).filteredOn(status -> status == 202).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 200).hasSize(15);
        assertThat(files(gateway.store().inbox().directory())).hasSize(1);
    }

    @Test
    void aSignatureOverOtherBytesOrAnotherTimeIsRefused() throws Exception {
        HttpRequest.Builder changed =
                signed("msg_4", NOW, "{\"text\": \"x\"}").POST(BodyPublishers.ofString("{\"text\": \"y\"}"));

        assertThat(send(changed).statusCode()).isEqualTo(403);
        assertThat(send(changed.header("Authorization", "Bearer correct-horse")).statusCode())
                .as("a good token does not save a bad signature")
                .isEqualTo(403);
        HttpResponse<String> old = send(signed("msg_5", NOW.minus(Duration.ofMinutes(6)), "{\"text\": \"x\"}"));
        assertThat(old.statusCode()).isEqualTo(403);
        assertThat(old.body()).contains("urn:openfuse:problem:stale");
    }

    @Test
    void malformedCallsGetOneLineEach() throws Exception {
        for (String body : List.of("", "{", "[]", "{}", "{\"text\": 5}", "{\"text\": \" \"}", "{\"text\":\"a\"}{}")) {
            HttpResponse<String> answer = call("alerts", body);

            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).get("detail").asText())
                    .isNotBlank()
                    .doesNotContain("Exception")
                    .doesNotContain("\n");
        }
        assertThat(call("alerts", "{\"text\": \"" + "x".repeat(3000) + "\"}").statusCode())
                .isEqualTo(413);
        assertThat(call("none", "{\"text\": \"x\"}").statusCode()).isEqualTo(404);
        assertThat(call("alerts", "{\"text\": \"still here\"}").statusCode()).isEqualTo(202);
    }

    @Test
    void aBroadcastReachesEverybodyTrusted() throws Exception {
        HttpResponse<String> answer = call("all", "{\"text\": \"to all\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(answer.body()).at("/messages/0/recipient").asText())
                .isEqualTo("alice");
    }

    @Test
    void aCallNobodyCanBeGivenIsNotAcceptedSoThatItsSenderTriesAgain() throws Exception {
        HttpResponse<String> answer = call("lost", "{\"text\": \"x\"}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void aBridgeThatIsSwitchedOffIsNotThere() throws Exception {
        bridges = Map.of();

        assertThat(call("alerts", "{\"text\": \"x\"}").statusCode()).isEqualTo(404);
    }

    private Map<String, Bridge> bridges(String... lines) throws Exception {
        Path file = Files.write(folder.resolve("application.properties"), List.of(lines));
        return Configuration.read(file, Map.of(), Map.of(), BridgeKinds.shipped()).bridges().stream()
                .collect(Collectors.toMap(bridge -> bridge.name().value(), bridge -> bridge));
    }

    private HttpRequest.Builder hook(String bridge) {
        return server.request("/hooks/" + bridge).header("Content-Type", "application/json");
    }

    private HttpResponse<String> call(String bridge, String body) throws Exception {
        return send(hook(bridge).header("Authorization", "Bearer correct-horse").POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder signed(String id, Instant at, String body) {
        HttpRequest.Builder request = hook("alerts").POST(BodyPublishers.ofString(body));
        new StandardWebhooks(Secret.of(SECRET))
                .headers(id, at, body.getBytes(UTF_8))
                .forEach(request::header);
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return server.client().send(request.build(), BodyHandlers.ofString());
    }

    private static OpenedMessage open(TestAgent reader, Path file) throws Exception {
        return new MessageOpener(
                        new MessageVerifier(SignatureEngine.best()),
                        reader.store().mesh().read().keyring(),
                        reader.keys())
                .open(file.getFileName().toString(), Files.readAllBytes(file));
    }

    private static List<Path> files(Path directory) throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
