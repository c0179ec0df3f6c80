package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.receive.InboxReceiver;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /inbox} at the running server, under the shipped routes. */
@Timeout(60)
class InboxOverHttpTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:33:10Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    private TestAgent bob;
    private TestAgent alice;
    private DeliveryQueue queue;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        serve(NOW);
    }

    /** A gateway that believes it is this time; one that ran before is gone, as after a restart. */
    private void serve(Instant now) throws Exception {
        stop();
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), clock, QueueOptions.DEFAULT);
        InboxReceiver receiver = bob.receiver(queue, clock, audit::add);
        server = new RunningServer(RunningServer.settings(1 << 20, HttpSettings.Phases.DEFAULT), clock)
                .withShippedRoutes(
                        Map.of(
                                "receiveMessage", new ReceiveMessage(receiver),
                                "greetCaller", new GreetCaller(),
                                "describeAgent", new DescribeAgent(bob.store().mesh())),
                        "problems.yaml",
                        "receive.yaml",
                        "daemon.yaml");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            queue.close();
        }
    }

    @Test
    void aFreshMessageIsOnDiskByteForByteWhenItIsAccepted() throws Exception {
        byte[] body = (new String(signed("hello", NOW), UTF_8) + "\n \n").getBytes(UTF_8);

        HttpResponse<String> answer = post("/inbox", body);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(JSON.readTree(answer.body()).get("id").asText()).matches("[0-9a-f]{64}");
        assertThat(files()).hasSize(1);
        assertThat(files().get(0)).hasBinaryContent(body);
        assertThat(files().get(0).getFileName().toString())
                .startsWith("2026-11-23T02-33-10")
                .contains("_from-alice-" + alice.keys().fingerprint().fp8().toLowerCase(Locale.ROOT))
                .endsWith("_to-bob.json");
        assertThat(audit).hasSize(1);
        assertThat(audit.get(0).toString()).startsWith("decision=received id=").contains("from=alice");
    }

    @Test
    void everyNameIsOursSinceOneAgentLivesHere() throws Exception {
        assertThat(post("/inbox/bob", signed("1", NOW)).statusCode()).isEqualTo(201);
        assertThat(post("/inbox/bob.openfused.net", signed("2", NOW)).statusCode())
                .isEqualTo(201);
        assertThat(post("/inbox/somebody?name=else", signed("3", NOW)).statusCode())
                .isEqualTo(201);
        assertThat(files()).hasSize(3);
    }

    @Test
    void aKnownMessageIsAnswered200AndStoredOnceEvenWhenItHasGrownOldAndAfterARestart() throws Exception {
        byte[] body = signed("once", NOW);
        assertThat(post("/inbox", body).statusCode()).isEqualTo(201);
        assertThat(post("/inbox", body).statusCode()).isEqualTo(200);
        bob.store().inbox().archive(files().get(0).getFileName().toString());

        serve(NOW.plus(Duration.ofDays(3)));

        assertThat(post("/inbox", body).statusCode()).isEqualTo(200);
        assertThat(files()).isEmpty();
    }

    @Test
    void ofManyCopiesAtTheSameTimeOneIsStored() throws Exception {
        byte[] body = signed("all at once", NOW);

        List<Integer> answers =
                server.together(64, i -> server.request("/inbox").POST(BodyPublishers.ofByteArray(body)));

        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 200).hasSize(63);
        assertThat(files()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-601, 601, -86_400, 86_400})
    void aMessageSignedTooLongAgoOrInTheFutureIsRefused(long seconds) throws Exception {
        HttpResponse<String> answer = post("/inbox", signed("stale", NOW.plusSeconds(seconds)));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("urn:openfuse:problem:stale");
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-599, 0, 599})
    void aMessageSignedWithinTenMinutesIsAccepted(long seconds) throws Exception {
        assertThat(post("/inbox", signed("fresh", NOW.plusSeconds(seconds))).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aResentCopyIsJudgedByItsNewTimeAndKnownByItsFirstSignature() throws Exception {
        SignedMessage old = MessageJson.read(signed("late", NOW.minus(Duration.ofDays(2))));
        SignedMessage resent =
                new MessageSealer(SignatureEngine.best(), Clock.fixed(NOW, ZoneOffset.UTC)).resend(old, alice.keys());
        assertThat(post("/inbox", MessageJson.write(old)).statusCode()).isEqualTo(403);
        HttpResponse<String> accepted = post("/inbox", MessageJson.write(resent));

        assertThat(accepted.statusCode()).isEqualTo(201);
        assertThat(post("/inbox", MessageJson.write(old)).statusCode()).isEqualTo(200);
        assertThat(files()).hasSize(1);
    }

    @Test
    void anUnreadableTimestampIs400AndNotAReasonToSkipTheFreshnessCheck() throws Exception {
        String message = new String(signed("x", NOW), UTF_8);
        String yesterday = message.replaceFirst("\"timestamp\": \"[^\"]*\"", "\"timestamp\": \"yesterday\"");

        HttpResponse<String> answer = post("/inbox", yesterday.getBytes(UTF_8));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(files()).isEmpty();
    }

    @Test
    void aMessageChangedAfterSigningIsRefusedWithAProblemAndAnAuditLine() throws Exception {
        String message = new String(alicesPlain("pay 10"), UTF_8).replace("pay 10", "pay 1000");

        HttpResponse<String> answer = post("/inbox", message.getBytes(UTF_8));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("type").asText()).isEqualTo("urn:openfuse:problem:bad-signature");
        assertThat(problem.get("status").asInt()).isEqualTo(403);
        assertThat(problem.get("detail").asText()).isNotBlank();
        assertThat(audit).hasSize(1);
        assertThat(audit.get(0).toString()).startsWith("decision=refused").contains("kind=bad-signature");
    }

    @Test
    void tenMalformedRequestsGetOneLineEachAndTheServerGoesOn() throws Exception {
        String good = new String(alicesPlain("x"), UTF_8);
        byte[][] bodies = {
            {},
            "null".getBytes(UTF_8),
            "[]".getBytes(UTF_8),
            "{".getBytes(UTF_8),
            "{}".getBytes(UTF_8),
            "\"text\"".getBytes(UTF_8),
            good.replaceFirst("\"from\"", "\"From\"").getBytes(UTF_8),
            good.replaceFirst("\\{", "{\"from\": \"eve\",").getBytes(UTF_8),
            good.replaceFirst("\"message\": \"x\"", "\"message\": 5").getBytes(UTF_8),
            (good + "{}").getBytes(UTF_8),
            {(byte) 0xff, (byte) 0xfe, 0},
            good.replaceFirst("\"publicKey\": \"[^\"]*\"", "\"publicKey\": \"zz\"")
                    .getBytes(UTF_8),
            "[".repeat(100_000).getBytes(UTF_8),
        };
        for (byte[] body : bodies) {
            HttpResponse<String> answer = post("/inbox", body);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            String detail = JSON.readTree(answer.body()).get("detail").asText();
            assertThat(detail)
                    .isNotBlank()
                    .doesNotContain("Exception")
                    .doesNotContain("\n")
                    .hasSizeLessThan(500);
        }
        assertThat(files()).isEmpty();
        assertThat(post("/inbox", signed("still here", NOW)).statusCode()).isEqualTo(201);
    }

    @Test
    void aBodyOfMoreThanOneMebibyteIsTooLarge() throws Exception {
        byte[] large = new byte[(1 << 20) + 1];
        Arrays.fill(large, (byte) ' ');

        assertThat(post("/inbox", large).statusCode()).isEqualTo(413);
    }

    @Test
    void aSenderNameMeansNothingToTheFileSystem() throws Exception {
        for (String name :
                List.of("../../../etc/passwd", "/absolute", "..", "a\u0000b", "x".repeat(5000), "\u202e", "")) {
            SignedMessage message = new MessageSealer(SignatureEngine.best(), Clock.fixed(NOW, ZoneOffset.UTC))
                    .sign(name, alice.keys(), "hi " + name.length());
            assertThat(post("/inbox", MessageJson.write(message)).statusCode()).isIn(201, 400);
        }
        assertThat(files()).allSatisfy(file -> {
            assertThat(file.getFileName().toString())
                    .hasSizeLessThanOrEqualTo(130)
                    .contains("_to-bob")
                    .endsWith(".json");
            assertThat(file.getParent()).isEqualTo(bob.store().inbox().directory());
        });
        try (Stream<Path> top = Files.list(folder)) {
            assertThat(top.map(p -> p.getFileName().toString()).filter(n -> !n.startsWith("state.db")))
                    .containsExactlyInAnyOrder("alice", "bob");
        }
    }

    @Test
    void whatTheOriginalClientsPostedIsAccepted() throws Exception {
        for (String recording : List.of("http/head.json", "http/v0.3.23.json")) {
            List<byte[]> seen = new ArrayList<>();
            for (JsonNode step : Vectors.openfused(recording).get("steps")) {
                for (JsonNode exchange : step.get("exchanges")) {
                    JsonNode request = exchange.get("request");
                    if (!request.get("method").asText().equals("POST")
                            || !request.get("url").asText().startsWith("/inbox")) {
                        continue;
                    }
                    byte[] body = request.get("body").asText().getBytes(UTF_8);
                    serve(Instant.parse(JSON.readTree(body)
                                    .get("timestamp")
                                    .asText()
                                    .replace("+00:00", "Z"))
                            .plusSeconds(2));
                    boolean known = seen.stream().anyMatch(b -> Arrays.equals(b, body));
                    assertThat(post(request.get("url").asText(), body).statusCode())
                            .as("%s: %s", recording, step.get("step"))
                            .isEqualTo(known ? 200 : 201);
                    seen.add(body);
                }
            }
            assertThat(seen).isNotEmpty();
        }
    }

    @Test
    void otherMethodsAreToldWhatIsAllowed() throws Exception {
        HttpResponse<String> answer =
                server.client().send(server.request("/inbox").GET().build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("POST");
    }

    @Test
    void aStoreThatCannotBeWrittenAnswersThatItMayBeTriedAgain() throws Exception {
        byte[] body = signed("later", NOW);
        Path inbox = bob.store().inbox().directory();
        Files.move(inbox, inbox.resolveSibling("elsewhere"));
        Files.writeString(inbox, "in the way");
        HttpResponse<String> answer = post("/inbox", body);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.body()).doesNotContain(folder.toString()).doesNotContain("Exception");

        Files.delete(inbox);
        Files.move(inbox.resolveSibling("elsewhere"), inbox);
        assertThat(post("/inbox", body).statusCode()).isEqualTo(201);
    }

    @Test
    void theGatewaySaysWhoItIs() throws Exception {
        HttpResponse<String> config =
                server.client().send(server.request("/config").GET().build(), BodyHandlers.ofString());
        JsonNode agent = JSON.readTree(config.body());

        assertThat(config.headers().firstValue("content-type")).contains("application/json");
        assertThat(agent.get("name").asText()).isEqualTo("bob");
        assertThat(agent.get("publicKey").asText()).isEqualTo(bob.keys().publicKey());
        assertThat(agent.get("encryptionKey").asText()).isEqualTo(bob.keys().encryptionKey());
        HttpResponse<String> greeting =
                server.client().send(server.request("/").GET().build(), BodyHandlers.ofString());
        assertThat(greeting.statusCode()).isEqualTo(200);
        assertThat(greeting.body().lines()).hasSize(1);
        HttpResponse<String> head = server.client()
                .send(
                        server.request("/")
                                .method("HEAD", BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    private byte[] alicesPlain(String text) {
        return MessageJson.write(new MessageSealer(SignatureEngine.best(), Clock.fixed(NOW, ZoneOffset.UTC))
                .sign("alice", alice.keys(), text));
    }

    private byte[] signed(String text, Instant at) {
        return MessageJson.write(new MessageSealer(SignatureEngine.best(), Clock.fixed(at, ZoneOffset.UTC))
                .sealOrSign("alice", alice.keys(), bob.keys().encryptionKey(), text));
    }

    private HttpResponse<String> post(String path, byte[] body) throws Exception {
        return server.client()
                .send(
                        server.request(path)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString(UTF_8));
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.list(bob.store().inbox().directory())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
