package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.collect.BoundKeys;
import dev.openfused.gateway.collect.ChallengeVerifier;
import dev.openfused.gateway.collect.MailCollection;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.store.Durability;
import dev.openfused.gateway.store.Store;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /outbox/{name}} and {@code DELETE /outbox/{name}/{dir}/{file}} at the running server, under the shipped routes. */
@Timeout(60)
class CollectOverHttpTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:33:10Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private TestAgent bob;
    private TestAgent alice;
    private DeliveryQueue queue;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        alice = TestAgent.make(folder.resolve("alice"), "alice.example");
        bob.knows(alice, false);
        serve();
    }

    private void serve() throws Exception {
        stop();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), clock, QueueOptions.DEFAULT);
        MailCollection mail = new MailCollection(bob.store().outbox(), entry -> {});
        ChallengeVerifier verifier = new ChallengeVerifier(
                bob.store().mesh(),
                new MessageVerifier(SignatureEngine.best()),
                new BoundKeys(queue, true, clock),
                clock);
        server = new RunningServer(RunningServer.settings(1 << 20, HttpSettings.Phases.DEFAULT), clock)
                .withShippedRoutes(
                        Map.of(
                                "authenticatePeer", new AuthenticatePeer(verifier, Set.of()),
                                "collectMail", new CollectMail(mail),
                                "acknowledgeMail", new AcknowledgeMail(mail)),
                        "problems.yaml",
                        "collect.yaml");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            queue.close();
        }
    }

    @Test
    void theHolderOfTheKeyGetsWhatWaitsForIt() throws Exception {
        SignedMessage first = queued("one");
        queued("two");
        TestAgent carol = TestAgent.make(folder.resolve("carol"), "carol");
        bob.knows(carol, false);
        queueFor(carol, "not for alice");

        HttpResponse<String> answer = get(alice, "alice.example");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode messages = JSON.readTree(answer.body());
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0).path("signature").asText()).isEqualTo(first.signature());
        assertThat(messages).allSatisfy(m -> assertThat(m.path("_outboxFile").asText())
                .matches("alice\\.example-" + fp8(alice) + "/.+_from-bob.*\\.json"));
    }

    @Test
    void nothingWaitingIsAnEmptyArray() throws Exception {
        assertThat(get(alice, "alice.example").body()).isEqualTo("[]");
    }

    @Test
    void whatDidNotChangeIsNotSentAgain() throws Exception {
        queued("one");
        String tag = get(alice, "alice.example").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> same = get(alice, "alice.example", "If-None-Match", tag);
        queued("two");
        HttpResponse<String> more = get(alice, "alice.example", "If-None-Match", tag);

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(JSON.readTree(more.body())).hasSize(2);
    }

    @Test
    void aPartIsGivenWhereOneIsAskedFor() throws Exception {
        for (int i = 0; i < 5; i++) {
            queued("message " + i);
        }
        List<String> seen = new ArrayList<>();
        String after = "";

        for (JsonNode page = page(after); !page.isEmpty(); page = page(after)) {
            assertThat(page.size()).isLessThanOrEqualTo(2);
            for (JsonNode message : page) {
                after = message.path("_outboxFile").asText();
                seen.add(after);
            }
        }

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void messagesOfOneInstantAreGivenInTheOrderInWhichTheyWereQueued() throws Exception {
        Store still = Store.open(bob.store().root(), Durability.NONE, Clock.fixed(NOW, ZoneOffset.UTC));
        List<String> signatures = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            SignedMessage message = bob.sealTo(alice, "message " + i);
            still.outbox().put(bob.store().mesh().read().keyring().find(alice.name()), message);
            signatures.add(message.signature());
        }
        List<String> given = new ArrayList<>();
        String after = "";

        for (JsonNode page = page(after); !page.isEmpty(); page = page(after)) {
            for (JsonNode message : page) {
                after = message.path("_outboxFile").asText();
                given.add(message.path("signature").asText());
            }
        }

        assertThat(given).containsExactlyElementsOf(signatures);
    }

    private JsonNode page(String after) throws Exception {
        String query = "?limit=2"
                + (after.isEmpty() ? "" : "&after=" + after.replace("/", "%2F").replace("+", "%2B"));
        return JSON.readTree(send(request("GET", "/outbox/alice.example" + query, alice, "OUTBOX:alice.example"))
                .body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "99999999999999999999"})
    void aLimitThatIsNoneIsRefused(String limit) throws Exception {
        assertThat(send(request("GET", "/outbox/alice.example?limit=" + limit, alice, "OUTBOX:alice.example"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anUnreadableFileDoesNotHoldUpTheOthers() throws Exception {
        queued("good");
        Path directory = bob.store().outbox().directory().resolve("alice.example-" + fp8(alice));
        Files.writeString(directory.resolve("a-half.json"), "{\"from\": ");
        Files.createSymbolicLink(directory.resolve("b-link.json"), Path.of("/etc/hostname"));

        HttpResponse<String> answer = get(alice, "alice.example");

        assertThat(JSON.readTree(answer.body())).hasSize(1);
        assertThat(answer.body()).doesNotContain("half");
    }

    @Test
    void unreadableFilesInFrontDoNotHideTheRestFromWhoeverAsksForAPart() throws Exception {
        queued("good");
        Path directory = bob.store().outbox().directory().resolve("alice.example-" + fp8(alice));
        Files.writeString(directory.resolve("0-half.json"), "{\"from\": ");
        Files.writeString(directory.resolve("1-half.json"), "{\"from\": ");

        assertThat(page("")).hasSize(1);
    }

    @Test
    void manyWaitingMessagesComeInFull() throws Exception {
        int count = Boolean.getBoolean("soak") ? 10_000 : 1_000;
        byte[] message = MessageJson.write(queued("x".repeat(500)));
        Path directory = bob.store().outbox().directory().resolve("alice.example-" + fp8(alice));
        for (int i = 1; i < count; i++) {
            Files.write(directory.resolve("2026-01-01T00-00-00-%06dZ_from-bob.json".formatted(i)), message);
        }

        assertThat(JSON.readTree(get(alice, "alice.example").body())).hasSize(count);
    }

    @Test
    void whatIsAcknowledgedIsFiledAndGone() throws Exception {
        queued("one");
        String file = waiting().get(0);

        HttpResponse<String> answer = delete(alice, "alice.example", file, file);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(waiting()).isEmpty();
        assertThat(bob.store().outbox().directory().resolve(file.replace("/", "/.sent/")))
                .exists();
        assertThat(delete(alice, "alice.example", file, file).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-21T07-59-36-000000+00-00_from-bob.json", "2026 03 21_from-bob's.json"})
    void aNameIsTakenAsBothKindsOfClientsSpellIt(String file) throws Exception {
        String directory = "alice.example-" + fp8(alice);
        String stripped = file.replaceAll("[^A-Za-z0-9_./ -]", "");
        for (String spelled : List.of(file, stripped)) {
            queued("make the directory");
            Files.write(
                    bob.store().outbox().directory().resolve(directory).resolve(file),
                    MessageJson.write(bob.sealTo(alice, "hello")));

            HttpResponse<String> answer = delete(
                    alice, "alice.example", directory + '/' + spelled.replace(" ", "%20"), directory + '/' + spelled);

            assertThat(answer.statusCode()).as(spelled).isEqualTo(200);
        }
    }

    @Test
    void aLegacyFileIsGivenToWhomItIsAddressed() throws Exception {
        String file = "2026-01-01T00-00-00_from-bob_to-alice.example-" + fp8(alice) + ".json";
        Files.write(
                bob.store().outbox().directory().resolve(file), MessageJson.write(bob.sealTo(alice, "an old layout")));
        Files.write(
                bob.store().outbox().directory().resolve("2026-01-01T00-00-00_from-bob_to-alice.example.json"),
                MessageJson.write(bob.sealTo(alice, "for any alice")));

        assertThat(waiting()).containsExactly(file);
        assertThat(delete(alice, "alice.example", file, file).statusCode()).isEqualTo(200);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void anothersDirectoryIsForbiddenWhetherItExistsOrNot() throws Exception {
        TestAgent carol = TestAgent.make(folder.resolve("carol"), "carol");
        bob.knows(carol, false);
        queueFor(carol, "for carol");
        String hers = "carol-" + fp8(carol) + "/"
                + bob.store().outbox().waiting().get(0).file();

        assertThat(delete(alice, "alice.example", hers, hers).statusCode()).isEqualTo(403);
        assertThat(delete(alice, "alice.example", "dave-00000000/x.json", "dave-00000000/x.json")
                        .statusCode())
                .isEqualTo(403);
        assertThat(bob.store().outbox().waiting()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "alice.example, 404",
        "alice.example/a/b/c.json, 400",
        "alice.example/..%2f..%2fx, 404",
        "alice.example/%2e%2e/x.json, 404",
        "alice.example//x.json, 404",
        "alice.example/a%00b/x.json, 404",
        "alice.example/a/%c0%ae.json, 400",
        "alice.example/a/%zz.json, 400",
    })
    void aPathThatNamesNoFileIsRefused(String path, int status) throws Exception {
        assertThat(server.raw()
                        .send("DELETE /outbox/" + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                        .answer())
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void withoutProofNothingIsGiven() throws Exception {
        queued("secret");

        assertThat(send(server.request("/outbox/alice.example")).statusCode()).isEqualTo(401);
        assertThat(problem(send(server.request("/outbox/alice.example")))).isEqualTo("challenge-missing");
    }

    @Test
    void aChallengeGrowsOld() throws Exception {
        Instant old = NOW.minusSeconds(301);
        assertThat(send(signed("GET", "/outbox/alice.example", alice, "OUTBOX:alice.example", old.toString()))
                        .statusCode())
                .isEqualTo(401);
        Instant ahead = NOW.plusSeconds(301);
        assertThat(send(signed("GET", "/outbox/alice.example", alice, "OUTBOX:alice.example", ahead.toString()))
                        .statusCode())
                .isEqualTo(401);
        HttpResponse<String> unreadable =
                send(signed("GET", "/outbox/alice.example", alice, "OUTBOX:alice.example", "yesterday"));
        assertThat(unreadable.statusCode()).isEqualTo(400);
    }

    @Test
    void whoIsUnknownAndWhoHasAnotherKeyAreToldTheSame() throws Exception {
        TestAgent mallory = TestAgent.make(folder.resolve("mallory"), "mallory");
        queued("secret");

        HttpResponse<String> wrongKey = get(mallory, "alice.example");
        HttpResponse<String> nobody = get(mallory, "nobody");
        HttpResponse<String> othersName = get(alice, "carol");
        HttpResponse<String> badSignature =
                send(request("GET", "/outbox/alice.example", alice, "OUTBOX:somebody-else"));

        for (HttpResponse<String> refused : List.of(wrongKey, nobody, othersName, badSignature)) {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).isEqualTo(wrongKey.body());
        }
    }

    @Test
    void whoBoundAChallengeOnceIsHeldToItAlsoAfterARestart() throws Exception {
        queued("secret");
        assertThat(get(alice, "alice.example").statusCode()).as("not bound yet").isEqualTo(200);

        assertThat(bound("http://127.0.0.1:" + server.port()).statusCode()).isEqualTo(200);
        assertThat(get(alice, "alice.example").statusCode()).as("a relay").isEqualTo(403);
        assertThat(bound("http://mallory.example").statusCode())
                .as("bound to another server")
                .isEqualTo(403);

        serve();
        assertThat(get(alice, "alice.example").statusCode()).isEqualTo(403);
        assertThat(bound("http://127.0.0.1:" + server.port()).statusCode()).isEqualTo(200);
    }

    @Test
    void aChallengeBoundToAnotherPortOfThisMachineIsNotBoundToUs() throws Exception {
        assertThat(bound("http://127.0.0.1:" + server.port()).statusCode()).isEqualTo(200);
        String elsewhere = "localhost:" + (server.port() == 9 ? 10 : 9);

        try (RawClient client = server.raw()) {
            String answer = client.send("GET /outbox/alice.example HTTP/1.1\r\nHost: " + elsewhere
                            + "\r\nX-OpenFuse-PublicKey: " + alice.keys().publicKey()
                            + "\r\nX-OpenFuse-Timestamp: " + NOW
                            + "\r\nX-OpenFuse-Signature: " + signature(alice, "OUTBOX:alice.example:" + NOW)
                            + "\r\nX-OpenFuse-Bound-Signature: "
                            + signature(alice, "OUTBOX:alice.example:" + NOW + "\nhttp://" + elsewhere)
                            + "\r\n\r\n")
                    .answer();

            assertThat(answer).as("relayed by whoever listens there").startsWith("HTTP/1.1 403 ");
        }
    }

    private HttpResponse<String> bound(String origin) throws Exception {
        HttpRequest.Builder request = request("GET", "/outbox/alice.example", alice, "OUTBOX:alice.example");
        String text = "OUTBOX:alice.example:" + NOW + '\n' + origin;
        return send(request.header("X-OpenFuse-Bound-Signature", signature(alice, text)));
    }

    // ---- helpers

    private SignedMessage queued(String text) throws Exception {
        return queueFor(alice, text);
    }

    private SignedMessage queueFor(TestAgent recipient, String text) throws Exception {
        SignedMessage message = bob.sealTo(recipient, text);
        bob.store().outbox().put(bob.store().mesh().read().keyring().find(recipient.name()), message);
        return message;
    }

    private List<String> waiting() throws Exception {
        List<String> files = new ArrayList<>();
        JSON.readTree(get(alice, "alice.example").body())
                .forEach(m -> files.add(m.path("_outboxFile").asText()));
        return files;
    }

    private HttpResponse<String> get(TestAgent caller, String name, String... headers) throws Exception {
        HttpRequest.Builder request = request("GET", "/outbox/" + name, caller, "OUTBOX:" + name);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private HttpResponse<String> delete(TestAgent caller, String name, String path, String file) throws Exception {
        return send(request("DELETE", "/outbox/" + name + '/' + path, caller, "ACK:" + name + ':' + file));
    }

    private HttpRequest.Builder request(String method, String path, TestAgent caller, String text) {
        return signed(method, path, caller, text, NOW.toString());
    }

    private HttpRequest.Builder signed(String method, String path, TestAgent caller, String text, String timestamp) {
        return server.request(path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("X-OpenFuse-PublicKey", caller.keys().publicKey())
                .header("X-OpenFuse-Timestamp", timestamp)
                .header("X-OpenFuse-Signature", signature(caller, text + ':' + timestamp));
    }

    private static String signature(TestAgent agent, String text) {
        return agent.keys().signText(text);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return server.client().send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private static String problem(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body()).path("type").asText().replace("urn:openfuse:problem:", "");
    }

    private static String fp8(TestAgent agent) {
        return Fingerprint.of(agent.keys().publicKey()).fp8();
    }
}
