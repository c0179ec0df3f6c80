package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.channel.StandardWebhooks;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.JsonSequence;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.settings.Secret;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each route answers, success and every failure that a caller can bring about, all routes at once on one server.
 * Each answer is compared with the description too ({@link ServedAgent#send}).
 */
@Timeout(60)
class HttpContractTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:33:10Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private TestAgent bob;
    private TestAgent alice;
    private Path store;
    private ServedAgent served;

    @BeforeEach
    void start() throws Exception {
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        alice = TestAgent.make(folder.resolve("alice"), "alice.example");
        bob.knows(alice, false);
        store = bob.store().root();
        Files.writeString(store.resolve("shared/notes.txt"), "hello\n");
        served = ServedAgent.with(folder, bob, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/config",
                "/openapi.yaml",
                "/profile",
                "/ls",
                "/ls/shared",
                "/read/CONTEXT.md",
                "/read/shared/notes.txt"
            })
    void headTellsWhatGetTellsWithoutTheBody(String path) throws Exception {
        HttpResponse<byte[]> get = served.send(request("GET", path));
        HttpResponse<byte[]> head = served.send(request("HEAD", path));

        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String field : new String[] {"content-type", "etag", "last-modified", "cache-control", "content-length"}) {
            assertThat(head.headers().allValues(field))
                    .as(field)
                    .isEqualTo(get.headers().allValues(field));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/profile, 404",
        "/read/shared/none.txt, 404",
        "/ls/inbox, 403",
    })
    void headTellsAFailureWithoutTheBody(String path, int status) throws Exception {
        Files.delete(store.resolve("PROFILE.md"));

        HttpResponse<byte[]> head = served.send(request("HEAD", path));

        assertThat(head.statusCode()).isEqualTo(status);
        assertThat(head.body()).isEmpty();
        assertThat(served.send(request("GET", path)).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/; GET, HEAD",
                "/config; GET, HEAD",
                "/config/; GET, HEAD",
                "/openapi.yaml; GET, HEAD",
                "/profile; GET, HEAD",
                "/inbox; POST",
                "/inbox/bob; POST",
                "/outbox/alice.example; DELETE, GET",
                "/outbox/alice.example/x.json; DELETE, GET",
                "/ls; GET, HEAD",
                "/ls/shared; GET, HEAD",
                "/read/CONTEXT.md; GET, HEAD",
                "/hooks/alerts; POST",
            })
    void anotherMethodIsToldWhichAreAllowed(String path, String allowed) throws Exception {
        for (String method : new String[] {"PUT", "PATCH", "PROPFIND", "GET", "HEAD", "POST"}) {
            if (allowed.contains(method)) {
                continue;
            }
            HttpResponse<String> answer =
                    served.server().client().send(request(method, path).build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().allValues("allow")).as(method).containsExactly(allowed);
            assertThat(answer.headers().firstValue("content-type")).contains(Problem.MEDIA_TYPE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/config?, 200",
        "/config?x=1&y=%25zz, 200",
        "/config?id=5#f, 200",
        "/?a, 200",
        "/profile?q, 200",
        "/ls?x, 200",
        "/ls/shared?../.keys, 200",
        "/read/CONTEXT.md?x=/../.mesh.json, 200",
        "/openapi.yaml?v=2, 200",
    })
    void aQueryThatMeansNothingChangesNothing(String target, int status) throws Exception {
        assertThat(raw("GET", target)).startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /config?%zz",
                "GET /outbox/alice.example?limit=%4",
                "POST /hooks/alerts?%",
                "POST /inbox/bob?%zz",
                "GET /outbox/a%+a"
            })
    void anEncodingThatCannotBeReadIsRefused(String request) throws Exception {
        String head = request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx";
        try (RawClient client = served.server().raw()) {
            assertThat(client.send(head).answer()).startsWith("HTTP/1.1 400 ").contains("bad-request");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/config/, 200",
        "/profile/, 200",
        "/openapi.yaml/, 200",
        "/ls/, 404",
        "/ls/shared/, 404",
        "/read/, 404",
        "/read/CONTEXT.md/, 404",
        "/outbox, 404",
        "/outbox/, 404",
        "/outbox/alice.example/, 404",
        "/outbox/alice<]>, 401",
        "/config/x, 404",
        "/lsx, 404",
        "/outboxes, 404",
        "/hooks, 404",
        "/hooks/, 404",
        "/hooks/none, 404",
        "//config, 200",
        "/./config, 200",
        "/x/../config, 200",
        "/ls/%2e%2e/config, 200",
    })
    void aSlashAtTheEndAndOtherSpellingsOfAPath(String target, int status) throws Exception {
        assertThat(raw("GET", target)).startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.yaml", "/profile", "/ls", "/ls/shared", "/read/shared/notes.txt"})
    void aVersionThatTheCallerHasIsNotSent(String path) throws Exception {
        String tag =
                served.send(request("GET", path)).headers().firstValue("ETag").orElseThrow();

        for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            HttpResponse<byte[]> same = served.send(request("GET", path).header("If-None-Match", known));
            HttpResponse<byte[]> head = served.send(request("HEAD", path).header("If-None-Match", known));

            assertThat(same.statusCode()).as(known).isEqualTo(304);
            assertThat(same.body()).isEmpty();
            assertThat(same.headers().firstValue("ETag")).contains(tag);
            assertThat(head.statusCode()).as(known).isEqualTo(304);
        }
        assertThat(served.send(request("GET", path).header("If-None-Match", "\"other\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aMessageIsStoredOnceAndItsRefusalsAreNamed() throws Exception {
        byte[] message = message("hello", NOW);
        String text = new String(message, UTF_8);

        assertThat(post("/inbox", message)).isEqualTo("201");
        assertThat(post("/inbox/bob.example", message)).isEqualTo("200");
        assertThat(post("/inbox", text.substring(1).getBytes(UTF_8))).isEqualTo("400 malformed");
        assertThat(post("/inbox", changed(text, "publicKey", "abc"))).isEqualTo("400 malformed-key");
        assertThat(post("/inbox", changed(text, "timestamp", "today"))).isEqualTo("400 malformed-timestamp");
        assertThat(post("/inbox", changed(text, "message", "pay 1000"))).isEqualTo("403 bad-signature");
        assertThat(post("/inbox", message("old", NOW.minusSeconds(601)))).isEqualTo("403 stale");
        assertThat(post("/inbox", new byte[(1 << 20) + 1])).isEqualTo("413 too-large");
        HttpRequest.Builder form = request("POST", "/inbox")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofByteArray(message));
        assertThat(outcome(served.send(form))).isEqualTo("415 media-type");
    }

    private List<String> postAll(byte[]... messages) throws Exception {
        return postSequence(JsonSequence.of(List.of(messages)));
    }

    private List<String> postSequence(byte[] body) throws Exception {
        HttpResponse<byte[]> answer = served.send(request("POST", "/inbox")
                .header("Content-Type", "application/json-seq")
                .POST(BodyPublishers.ofByteArray(body)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json-seq");
        List<String> codes = new ArrayList<>();
        for (byte[] each : JsonSequence.texts(answer.body(), 1_000)) {
            JsonNode json = JSON.readTree(each);
            String type = json.path("type").asText();
            codes.add((json.path("code").asInt() + " " + type.substring(type.lastIndexOf(':') + 1)).strip());
        }
        return codes;
    }

    @Test
    void severalMessagesAreTakenInOrderUpToTheFirstThatIsNot() throws Exception {
        byte[] first = message("first", NOW);
        byte[] second = message("second", NOW);
        byte[] forged = changed(new String(message("third", NOW), UTF_8), "message", "pay 1000");
        byte[] last = message("last", NOW);

        assertThat(postAll(first)).containsExactly("201");
        assertThat(postAll(first, second, forged, last)).containsExactly("200", "201", "403 bad-signature");
        assertThat(postAll(last, "{".getBytes(UTF_8), first)).containsExactly("201", "400 malformed");
        assertThat(bob.store().inbox().names()).hasSize(3);
    }

    @Test
    void eachOfSeveralIsKeptByteForByte() throws Exception {
        byte[] message = message("hello", NOW);

        postAll(message);

        String file = bob.store().inbox().names().toList().get(0);
        assertThat(bob.store().inbox().read(file))
                .hasValueSatisfying(kept -> assertThat(kept).isEqualTo(message));
    }

    @Test
    void aSequenceThatIsNoneIsRefusedLikeAMessageThatIsNone() throws Exception {
        byte[] message = message("hello", NOW);

        assertThat(postSequence(message)).as("one, without a separator").containsExactly("201");
        assertThat(postSequence(new byte[] {0x1e, 0x1e, '\n', 0x1e})).isEmpty();
        assertThat(postSequence(new byte[0])).isEmpty();
        assertThat(postSequence(new byte[] {0x1e, 0, 0x1e})).containsExactly("400 malformed");
        assertThat(postSequence("no sequence".getBytes(UTF_8))).containsExactly("400 malformed");
    }

    @Test
    void ofVeryManyTheFirstHundredAreLookedAt() throws Exception {
        byte[] message = message("hello", NOW);
        byte[][] many = new byte[400][];
        Arrays.fill(many, message);

        List<String> codes = postAll(many);

        assertThat(codes).hasSize(100).startsWith("201", "200").endsWith("200");
    }

    @Test
    void aSingleMessageIsAnsweredThatSeveralAreUnderstood() throws Exception {
        HttpResponse<byte[]> answer =
                served.send(request("POST", "/inbox").POST(BodyPublishers.ofByteArray(message("hello", NOW))));

        assertThat(answer.headers().firstValue("Accept-Post")).contains("application/json, application/json-seq");
    }

    @Test
    void mailIsGivenAndAcknowledgedAndItsRefusalsAreNamed() throws Exception {
        bob.store().outbox().put(bob.store().mesh().read().keyring().find(alice.name()), bob.sealTo(alice, "hello"));
        HttpResponse<byte[]> mail = served.send(challenge("GET", "", "", NOW));
        String file = JSON.readTree(mail.body()).at("/0/_outboxFile").asText();

        assertThat(mail.statusCode()).isEqualTo(200);
        assertThat(outcome(served.send(request("GET", "/outbox/alice.example"))))
                .isEqualTo("401 challenge-missing");
        assertThat(outcome(served.send(challenge("GET", "", "", NOW.minusSeconds(301)))))
                .isEqualTo("401 challenge-stale");
        assertThat(outcome(served.send(challenge("GET", "?limit=0", "", NOW)))).isEqualTo("400 bad-request");
        assertThat(outcome(served.send(challenge("GET", "", "/other", NOW)))).isEqualTo("403 challenge-refused");
        assertThat(outcome(served.send(challenge("DELETE", "/" + file, "/other", NOW))))
                .isEqualTo("403 challenge-refused");
        assertThat(outcome(served.send(challenge("DELETE", "/eve-00000000/x.json", "eve-00000000/x.json", NOW))))
                .isEqualTo("403 not-yours");
        assertThat(outcome(served.send(challenge("DELETE", "/x.json", "x.json", NOW))))
                .isEqualTo("404 not-found");
        assertThat(outcome(served.send(request("DELETE", "/outbox/alice.example/" + file))))
                .isEqualTo("401 challenge-missing");
        assertThat(outcome(served.send(challenge("DELETE", "/" + file, file, NOW))))
                .isEqualTo("200");
        assertThat(outcome(served.send(challenge("DELETE", "/" + file, file, NOW))))
                .isEqualTo("404 not-found");
        assertThat(new String(served.send(challenge("GET", "", "", NOW)).body(), UTF_8))
                .isEqualTo("[]");
    }

    @Test
    void aChallengeWithATimeThatCannotBeReadIsMalformed() throws Exception {
        HttpRequest.Builder request = request("GET", "/outbox/alice.example")
                .header("X-OpenFuse-PublicKey", alice.keys().publicKey())
                .header("X-OpenFuse-Timestamp", "yesterday")
                .header("X-OpenFuse-Signature", alice.keys().signText("OUTBOX:alice.example:yesterday"));

        assertThat(outcome(served.send(request))).isEqualTo("400 malformed-timestamp");
    }

    @Test
    void aWebhookCallIsAcceptedOnceAndItsRefusalsAreNamed() throws Exception {
        String body = "{\"text\": \"disk full\", \"sender\": \"nagios\"}";

        assertThat(outcome(served.send(signedCall(body, NOW)))).isEqualTo("202");
        assertThat(outcome(served.send(signedCall(body, NOW)))).isEqualTo("200");
        assertThat(outcome(served.send(tokenCall(body, ServedAgent.TOKEN)))).isEqualTo("202");
        assertThat(outcome(served.send(tokenCall(body, ServedAgent.TOKEN).header("Idempotency-Key", "k1"))))
                .isEqualTo("202");
        assertThat(outcome(served.send(tokenCall(body, ServedAgent.TOKEN).header("Idempotency-Key", "k1"))))
                .isEqualTo("200");
        assertThat(outcome(served.send(tokenCall("{}", ServedAgent.TOKEN)))).isEqualTo("400 malformed");
        assertThat(outcome(served.send(request("POST", "/hooks/alerts").POST(BodyPublishers.ofString(body)))))
                .isEqualTo("401 unauthenticated");
        assertThat(outcome(served.send(tokenCall(body, "wrong")))).isEqualTo("403 bad-signature");
        assertThat(outcome(served.send(signedCall(body, NOW.minusSeconds(301)))))
                .isEqualTo("403 stale");
        HttpRequest.Builder nobodys = request("POST", "/hooks/none").POST(BodyPublishers.ofString(body));
        assertThat(outcome(served.send(nobodys))).isEqualTo("404 not-found");
    }

    @Test
    void whatTheAgentShowsIsReadAndListedAndItsRefusalsAreNamed() throws Exception {
        assertThat(outcome(served.send(request("GET", "/ls")))).isEqualTo("200");
        assertThat(JSON.readTree(served.send(request("GET", "/ls")).body()).findValuesAsText("name"))
                .containsExactly("CONTEXT.md", "PROFILE.md", "knowledge", "shared");
        assertThat(outcome(served.send(request("GET", "/ls/shared")))).isEqualTo("200");
        assertThat(outcome(served.send(request("GET", "/ls/.keys")))).isEqualTo("403 not-listed");
        assertThat(outcome(served.send(request("GET", "/ls/outbox")))).isEqualTo("403 not-listed");
        assertThat(outcome(served.send(request("GET", "/read/shared/notes.txt"))))
                .isEqualTo("200");
        assertThat(outcome(served.send(request("GET", "/read/.mesh.json")))).isEqualTo("404 not-found");
        Files.delete(store.resolve("PROFILE.md"));
        assertThat(outcome(served.send(request("GET", "/profile")))).isEqualTo("404 not-found");
    }

    @Test
    void aStoreThatCannotBeReadIsUnavailable() throws Exception {
        Files.move(store.resolve(".mesh.json"), store.resolve("elsewhere"));

        HttpResponse<byte[]> answer = served.send(request("GET", "/config"));

        assertThat(outcome(answer)).isEqualTo("503 unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(new String(answer.body(), UTF_8)).doesNotContain(folder.toString());
        Files.move(store.resolve("elsewhere"), store.resolve(".mesh.json"));
        served.assertServes();
    }

    private byte[] message(String text, Instant at) {
        return MessageJson.write(new MessageSealer(SignatureEngine.best(), Clock.fixed(at, ZoneOffset.UTC))
                .sign("alice", alice.keys(), text));
    }

    private static byte[] changed(String message, String field, String value) {
        return message.replaceFirst("\"" + field + "\": \"[^\"]*\"", "\"" + field + "\": \"" + value + "\"")
                .getBytes(UTF_8);
    }

    private String post(String path, byte[] body) throws Exception {
        return outcome(served.send(request("POST", path).POST(BodyPublishers.ofByteArray(body))));
    }

    private HttpRequest.Builder request(String method, String path) {
        return served.server().request(path).method(method, BodyPublishers.noBody());
    }

    /** Alice's request about her mail; {@code below} follows her name in the path, {@code file} in the challenge. */
    private HttpRequest.Builder challenge(String method, String below, String file, Instant at) {
        String text = file.isEmpty() ? "OUTBOX:alice.example" : "ACK:alice.example:" + file;
        return request(method, "/outbox/alice.example" + below)
                .header("X-OpenFuse-PublicKey", alice.keys().publicKey())
                .header("X-OpenFuse-Timestamp", at.toString())
                .header("X-OpenFuse-Signature", alice.keys().signText(text + ':' + at));
    }

    private HttpRequest.Builder tokenCall(String body, String token) {
        return request("POST", "/hooks/alerts")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder signedCall(String body, Instant at) {
        HttpRequest.Builder call = request("POST", "/hooks/alerts")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        new StandardWebhooks(Secret.of(ServedAgent.SECRET))
                .headers("msg_1", at, body.getBytes(UTF_8))
                .forEach(call::header);
        return call;
    }

    /** Status and, of a problem, its kind. */
    private static String outcome(HttpResponse<byte[]> answer) throws Exception {
        String kind = answer.statusCode() < 400
                ? ""
                : JSON.readTree(answer.body()).path("type").asText().replace("urn:openfuse:problem:", " ");
        return answer.statusCode() + kind;
    }

    private String raw(String method, String target) throws Exception {
        try (RawClient client = served.server().raw()) {
            return client.send(method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                    .answer();
        }
    }
}
