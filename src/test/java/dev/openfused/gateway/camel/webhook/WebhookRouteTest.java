package dev.openfused.gateway.camel.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import dev.openfused.gateway.HttpFarEnd.Call;
import dev.openfused.gateway.TestCertificates;
import dev.openfused.gateway.TlsFront;
import dev.openfused.gateway.camel.BridgeBench;
import dev.openfused.gateway.camel.HalfOfTheTime;
import dev.openfused.gateway.camel.HalfOfTheTime.Fate;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.Delivery.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped {@code routes/webhook.yaml} between the real queue and a real far end. */
@Timeout(60)
class WebhookRouteTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final HttpFarEnd farEnd = new HttpFarEnd();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Path folder;

    WebhookRouteTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stop() {
        finished.countDown();
        farEnd.close();
    }

    private static List<String> bridge(String name, String url, String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "openfuse.bridge." + name + ".to=webhook",
                "openfuse.bridge." + name + ".url=" + url,
                "openfuse.bridge." + name + ".allow-private=127.0.0.1",
                "openfuse.bridge." + name + ".retry-first=30ms",
                "openfuse.bridge." + name + ".retry-longest=60ms"));
        for (String line : more) {
            lines.add("openfuse.bridge." + name + '.' + line);
        }
        return lines;
    }

    private BridgeBench bench(List<String> settings) throws Exception {
        return start(new BridgeBench(folder, settings));
    }

    private static BridgeBench start(BridgeBench bench) throws Exception {
        bench.registry().bind("webhookHeaders", new WebhookHeaders());
        return bench.start((queue, registry) -> {
            WebhookParts parts = new WebhookParts();
            registry.bind("formatWebhook", new FormatWebhook(parts, Clock.systemUTC()));
            registry.bind("judgeWebhookAnswer", new JudgeWebhookAnswer(parts, Clock.systemUTC()));
            return parts;
        });
    }

    private BridgeBench bench(String... more) throws Exception {
        return bench(bridge("ops", farEnd.url() + "/hook", more));
    }

    private static JsonNode json(Call call) throws IOException {
        return new ObjectMapper().readTree(call.body());
    }

    @Test
    void aMessageArrivesOnceAsASignedPostOfJson() throws Exception {
        farEnd.answering(call -> new Answer(202, "X-Request-Id", "far-7"));
        try (BridgeBench bench = bench("secret=" + SECRET)) {
            MessageId id = bench.dispatch("ops", "disk full on db-1");
            Delivery done = bench.await(id, State.DONE);

            assertThat(done.remoteId()).isEqualTo("far-7");
            assertThat(done.attempts()).isEqualTo(1);
            assertThat(farEnd.calls()).hasSize(1);
            Call call = farEnd.calls().get(0);
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.target()).isEqualTo("/hook");
            assertThat(call.header("Content-Type")).isEqualTo("application/json");
            assertThat(call.header("User-Agent")).isEqualTo("openfused-gateway");
            assertThat(call.header("Idempotency-Key")).isEqualTo(id.value());
            assertThat(call.header("webhook-id")).isEqualTo(id.value());
            assertThat(Instant.ofEpochSecond(Long.parseLong(call.header("webhook-timestamp"))))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
            assertThat(call.header("webhook-signature")).isEqualTo(signature(call));
            assertThat(json(call).path("id").asText()).isEqualTo(id.value());
            assertThat(json(call).path("from").asText()).isEqualTo("alice");
            assertThat(json(call).path("text").asText()).isEqualTo("disk full on db-1");
            assertThat(json(call).path("trusted").asBoolean()).isTrue();
            assertThat(json(call).path("badges").toString()).isEqualTo("[\"VERIFIED\",\"TRUSTED\",\"ENCRYPTED\"]");
        }
    }

    /** By the rules of the standard, not by our code. */
    private static String signature(Call call) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring(6)), "HmacSHA256"));
        mac.update((call.header("webhook-id") + '.' + call.header("webhook-timestamp") + '.').getBytes(UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(call.body()));
    }

    @Test
    void headersOfADeliverySteerNoCall() throws Exception {
        Map<String, String> headers =
                Map.of("CamelHttpPath", "/path", "CamelHttpQuery", "query=1", "Authorization", "Bearer evil");
        try (BridgeBench bench =
                start(new BridgeBench(folder, bridge("ops", farEnd.url() + "/hook")).withHeaders(headers))) {
            bench.await(bench.dispatch("ops", "hello"), State.DONE);

            Call call = farEnd.calls().get(0);
            assertThat(call.target()).isEqualTo("/hook");
            assertThat(call.headers().keySet()).noneMatch("Authorization"::equalsIgnoreCase);
        }
    }

    @Test
    void nothingOfTheRouteLeavesAsAHeader() throws Exception {
        try (BridgeBench bench = bench("token=t0ken")) {
            bench.await(bench.dispatch("ops", "hello"), State.DONE);

            Call call = farEnd.calls().get(0);
            assertThat(call.header("Authorization")).isEqualTo("Bearer t0ken");
            assertThat(call.headers().keySet()).allSatisfy(name -> assertThat(name.toLowerCase(java.util.Locale.ROOT))
                    .isIn(
                            "accept",
                            "accept-encoding",
                            "authorization",
                            "connection",
                            "content-length",
                            "content-type",
                            "host",
                            "idempotency-key",
                            "user-agent",
                            "webhook-id",
                            "webhook-timestamp"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hook?sp=%2Ftriggers%2Fmanual&sig=a-b_c%2B&method=GET&httpClient=x",
                "/deep/%E2%82%AC/path?code=a+b&empty=&code=again",
                "/?throwExceptionOnFailure=true"
            })
    void theAddressIsUsedExactlyAsItStandsInTheSettings(String target) throws Exception {
        try (BridgeBench bench = bench(bridge("ops", farEnd.url() + target))) {
            bench.await(bench.dispatch("ops", "hello"), State.DONE);

            assertThat(farEnd.calls()).hasSize(1);
            assertThat(farEnd.calls().get(0).target()).isEqualTo(target);
            assertThat(farEnd.calls().get(0).method()).isEqualTo("POST");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</text><script>alert(1)</script> {{env:HOME}} ${header.x} \"quoted\" \\u0000",
                "first line\r\nBcc: all@example.org\r\n\r\nsecond",
                "nul \u0000 bell \u0007 escape \u001b[31m",
                "emoji \uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDCBB and \u202Eright to left \u05D0\u05D1\u05D2"
            })
    void poisonousTextArrivesUnchangedInsideTheJson(String text) throws Exception {
        try (BridgeBench bench = bench()) {
            bench.await(bench.dispatch("ops", text), State.DONE);

            assertThat(json(farEnd.calls().get(0)).path("text").asText()).isEqualTo(text);
        }
    }

    @Test
    void aMegabyteArrivesWhole() throws Exception {
        String text = "0123456789abcdef".repeat(65536);
        try (BridgeBench bench = bench()) {
            bench.await(bench.dispatch("ops", text), State.DONE);

            assertThat(json(farEnd.calls().get(0)).path("text").asText()).isEqualTo(text);
        }
    }

    @Test
    void aFarEndThatIsDownGetsItOnceItIsUpUnderTheSameId() throws Exception {
        int port = farEnd.port();
        farEnd.close();
        try (BridgeBench bench = bench()) {
            MessageId id = bench.dispatch("ops", "hello");
            assertThat(bench.awaitPutOff(id).reason()).containsIgnoringCase("connection refused");
            try (HttpFarEnd later = new HttpFarEnd(port)) {
                bench.await(id, State.DONE);

                assertThat(later.calls()).hasSize(1);
                assertThat(later.calls().get(0).header("Idempotency-Key")).isEqualTo(id.value());
            }
        }
    }

    @Test
    void retriesCarryTheSameIdAndAreHeldBackAsTheFarEndAsks() throws Exception {
        farEnd.answering(call -> farEnd.calls().size() == 1 ? new Answer(429, "Retry-After", "1") : new Answer(200));
        try (BridgeBench bench = bench("secret=" + SECRET)) {
            long start = System.nanoTime();
            MessageId id = bench.dispatch("ops", "hello");
            assertThat(bench.awaitPutOff(id).reason()).isEqualTo("127.0.0.1 answered 429");
            bench.await(id, State.DONE);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
            assertThat(farEnd.calls()).hasSize(2).allSatisfy(call -> {
                assertThat(call.header("webhook-id")).isEqualTo(id.value());
                assertThat(call.header("webhook-signature")).isEqualTo(signature(call));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 410, 413})
    void whatTheFarEndRefusesForGoodIsDeadAtOnceWithItsReason(int status) throws Exception {
        farEnd.answering(call -> new Answer(status, Map.of("X-Request-Id", "no"), "go away\u001b[31m"));
        try (BridgeBench bench = bench()) {
            Delivery dead = bench.await(bench.dispatch("ops", "hello"), State.DEAD);

            assertThat(dead.reason()).isEqualTo("127.0.0.1 answered " + status + ": go away\\u{1b}[31m");
            assertThat(farEnd.calls()).hasSize(1);
        }
    }

    @Test
    void aRedirectToAnotherAddressIsNotFollowed() throws Exception {
        try (HttpFarEnd elsewhere = new HttpFarEnd()) {
            farEnd.answering(call -> new Answer(307, "Location", elsewhere.url() + "/stolen"));
            try (BridgeBench bench = bench()) {
                MessageId id = bench.dispatch("ops", "hello");

                assertThat(bench.awaitPutOff(id).reason()).contains("answered 307, a redirect, which is not followed");
                await().until(() -> farEnd.calls().size() > 2);
                assertThat(elsewhere.calls()).isEmpty();
            }
        }
    }

    @Test
    void aPrivateAddressIsNotCalledWithoutBeingAllowedAndTheReasonSaysHow() throws Exception {
        List<String> settings = bridge("ops", farEnd.url());
        settings.removeIf(line -> line.contains("allow-private"));
        try (BridgeBench bench = bench(settings)) {
            MessageId id = bench.dispatch("ops", "hello");

            assertThat(bench.awaitPutOff(id).reason())
                    .isEqualTo("not connecting to 127.0.0.1: 127.0.0.1 is not a public address; to allow it, add the"
                            + " host or its network to openfuse.bridge.ops.allow-private (or"
                            + " openfuse.outbound.allow-private)");
            assertThat(farEnd.calls()).isEmpty();
        }
    }

    @Test
    void aFarEndThatHangsHoldsUpNoOtherBridge() throws Exception {
        try (HttpFarEnd hanging = hanging()) {
            List<String> settings = bridge("ops", farEnd.url() + "/hook");
            settings.addAll(bridge("slow", hanging.url() + "/hook", "timeout=5m", "order=none"));
            try (BridgeBench bench = bench(settings)) {
                List<MessageId> stuck = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    stuck.add(bench.dispatch("slow", "stuck " + i));
                }
                await().until(() -> !hanging.calls().isEmpty());
                bench.await(bench.dispatch("ops", "hello"), State.DONE);

                assertThat(stuck)
                        .allSatisfy(id -> assertThat(bench.delivery(id).state()).isIn(State.PENDING, State.CLAIMED));
                finished.countDown();
            }
        }
    }

    @Test
    void aFarEndThatHangsIsGivenUpInTime() throws Exception {
        try (HttpFarEnd hanging = hanging();
                BridgeBench bench = bench(bridge("slow", hanging.url() + "/hook", "timeout=700ms"))) {
            assertThat(bench.awaitPutOff(bench.dispatch("slow", "stuck")).reason())
                    .contains("700 ms");
        }
    }

    @Test
    void aHostileAnswerIsDeliveredAllTheSame() throws Exception {
        farEnd.answering(call -> new Answer(
                200,
                Map.of(
                        "Content-Type", "application/x-java-serialized-object; charset=no-such-charset",
                        "Content-Encoding", "gzip",
                        "OpenFuseTarget", "bridge:other",
                        "X-Request-Id", "a".repeat(5000)),
                "not gzip at all"));
        try (BridgeBench bench = bench()) {
            Delivery done = bench.await(bench.dispatch("ops", "hello"), State.DONE);

            assertThat(done.remoteId()).hasSizeLessThan(300);
        }
    }

    @Test
    void severalBridgesRunFromOneTemplateAndAnEditMovesOneOfThem() throws Exception {
        try (HttpFarEnd second = new HttpFarEnd()) {
            List<String> settings = bridge("ops", farEnd.url() + "/a");
            settings.addAll(bridge("dev", farEnd.url() + "/b"));
            try (BridgeBench bench = bench(settings)) {
                bench.await(bench.dispatch("ops", "one"), State.DONE);
                bench.await(bench.dispatch("dev", "two"), State.DONE);
                assertThat(farEnd.calls()).extracting(Call::target).containsExactly("/a", "/b");

                List<String> edited = bridge("ops", second.url() + "/c");
                edited.addAll(bridge("dev", farEnd.url() + "/b"));
                bench.edit(edited);
                bench.await(bench.dispatch("ops", "three"), State.DONE);
                bench.await(bench.dispatch("dev", "four"), State.DONE);

                assertThat(second.calls()).extracting(Call::target).containsExactly("/c");
                assertThat(farEnd.calls()).hasSize(3);
            }
        }
    }

    /** Some have arrived although the gateway can't know: the same id and text tell that they are the same. */
    @Test
    @Timeout(1500)
    void aFarEndThatFailsHalfOfTheTimeGetsEachMessage() throws Exception {
        HalfOfTheTime half = new HalfOfTheTime(7);
        List<Answer> failures =
                List.of(new Answer(500), new Answer(503), new Answer(408), new Answer(429, "Retry-After", "0"));
        Map<String, String> taken = new ConcurrentHashMap<>();
        List<String> texts = new CopyOnWriteArrayList<>();
        farEnd.answering(call -> {
            Fate fate = half.fate();
            if (fate != Fate.REFUSED && taken.putIfAbsent(call.header("webhook-id"), call.text()) == null) {
                texts.add(text(call));
            }
            assertThat(taken.getOrDefault(call.header("webhook-id"), call.text()))
                    .isEqualTo(call.text());
            return fate == Fate.TAKEN ? new Answer(200) : half.oneOf(failures);
        });
        try (BridgeBench bench = bench(HalfOfTheTime.hurried(bridge("ops", farEnd.url() + "/hook")))) {
            int tries = HalfOfTheTime.eachArrivesInOrder(bench, () -> texts);

            assertThat(tries).isGreaterThan(HalfOfTheTime.manyTries());
        }
    }

    private static String text(Call call) {
        try {
            return json(call).path("text").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes each call and answers it when the test has {@link #finished}. */
    private HttpFarEnd hanging() throws IOException {
        HttpFarEnd server = new HttpFarEnd();
        server.answering(call -> {
            try {
                assertThat(finished.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Answer(200);
        });
        return server;
    }

    @Test
    void whyATlsConnectionCannotBeHadIsToldInWords() throws Exception {
        TestCertificates certificates = new TestCertificates();
        String ca = "ca=" + Files.writeString(folder.resolve("ca.pem"), certificates.authorityPem());

        assertThat(reason(certificates.server(certificates.issue("127.0.0.1"))))
                .isEqualTo(
                        "the far end's certificate comes from no authority that is trusted here; a bridge's setting ca"
                                + " names more, for JMS and AMQP a trust store in its url");
        assertThat(reason(certificates.server(certificates.expired("127.0.0.1")), ca))
                .startsWith("the far end's certificate has expired (NotAfter: ");
        assertThat(reason(certificates.server(certificates.issue("hooks.example.org")), ca))
                .isEqualTo("the far end's certificate is not accepted: No subject alternative names matching IP address"
                        + " 127.0.0.1 found");
    }

    /** Why a message is not taken by a server with this TLS. */
    private String reason(SSLContext tls, String... more) throws Exception {
        try (TlsFront https = new TlsFront(tls, URI.create(farEnd.url()).getPort())) {
            List<String> settings = bridge("ops", "https://127.0.0.1:" + https.port() + "/hook", more);
            settings.add("openfuse.bridge.ops.order=none"); // what the last one did not take holds nothing back
            try (BridgeBench bench = bench(settings)) {
                return requireNonNull(
                        bench.awaitPutOff(bench.dispatch("ops", "one")).reason());
            }
        }
    }
}
