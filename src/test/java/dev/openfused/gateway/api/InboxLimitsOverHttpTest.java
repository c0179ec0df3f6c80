package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.TestBridges;
import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.camel.steps.DispatchFiles;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.dispatch.InboxDispatcher;
import dev.openfused.gateway.dispatch.OutboxDispatcher;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.JsonSequence;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.receive.Admission;
import dev.openfused.gateway.receive.InboxLimits;
import dev.openfused.gateway.receive.ReceiveLimits;
import dev.openfused.gateway.settings.GatewaySettings.UnknownSenders;
import dev.openfused.gateway.settings.Rate;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreOpener;
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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST /inbox} against too much and against strangers, at the running server under the shipped routes. */
@Timeout(60)
class InboxLimitsOverHttpTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:33:10Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ReceiveLimits QUARANTINE =
            new ReceiveLimits(null, InboxLimits.NONE, UnknownSenders.QUARANTINE, 100);
    private static final ReceiveLimits REFUSE = new ReceiveLimits(null, InboxLimits.NONE, UnknownSenders.REFUSE, 100);

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private @Nullable Rate addresses;
    private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    private TestAgent bob;
    private TestAgent alice;
    private TestAgent dave;
    private DeliveryQueue queue;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        dave = TestAgent.make(folder.resolve("dave"), "dave");
        serve(ReceiveLimits.NONE);
    }

    /** A gateway with one bridge, for anybody's messages; one that ran before is gone, as after a restart. */
    private void serve(ReceiveLimits limits) throws Exception {
        stop();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), clock, QueueOptions.DEFAULT.notDurable());
        StoreOpener openers = new StoreOpener(bob.store(), new MessageVerifier(SignatureEngine.best()));
        InboxDispatcher dispatcher =
                new InboxDispatcher(bob.store().inbox(), openers::current, queue, audit::add, clock);
        dispatcher.prepare();
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();
        Admission admission = new Admission(bob.store().inbox(), dispatcher, openers, limits, nanos::get);
        server = new RunningServer(
                RunningServer.settings(1 << 20, HttpSettings.Phases.DEFAULT).withRate(addresses), clock);
        server.context()
                .getPropertiesComponent()
                .addInitialProperty("openfuse.store", bob.store().root().toString());
        server.context().getPropertiesComponent().addInitialProperty("openfuse.watch.rescan", "1h");
        server.withShippedRoutes(
                Map.of(
                        "receiveMessage",
                        new ReceiveMessage(bob.receiver(admission, queue, clock, audit::add)),
                        "dispatchInbox",
                        new DispatchFiles(dispatcher),
                        "dispatchOutbox",
                        new DispatchFiles(new OutboxDispatcher(bob.store(), openers::current, queue, audit::add))),
                "problems.yaml",
                "receive.yaml",
                "dispatch.yaml");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            queue.close();
        }
    }

    // ---- too often

    @Test
    void aKeyThatPostsTooOftenIsToldWhenToComeBackAndNobodyElseIs() throws Exception {
        serve(rate(2, Duration.ofMinutes(1)));
        byte[] first = signed(alice, "1");
        assertThat(post(first).statusCode()).isEqualTo(201);
        assertThat(post(signed(alice, "2")).statusCode()).isEqualTo(201);
        byte[] third = signed(alice, "3");
        pass(Duration.ofMillis(100));

        HttpResponse<String> refused = post(third);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).contains("30");
        assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
        JsonNode problem = JSON.readTree(refused.body());
        assertThat(problem.get("type").asText()).isEqualTo("urn:openfuse:problem:too-many-requests");
        assertThat(problem.fieldNames()).toIterable().containsExactly("type", "title", "status", "detail");
        assertThat(lines("decision=refused")).singleElement().asString().contains("from=alice kind=too-many-requests ");
        assertThat(inbox()).hasSize(2);
        assertThat(post(signed(dave, "mine")).statusCode()).isEqualTo(201);
        assertThat(post(first).statusCode()).as("a repetition costs nothing").isEqualTo(200);

        pass(Duration.ofSeconds(30));
        assertThat(post(third).statusCode()).isEqualTo(201);
    }

    @Test
    void ofSeveralAtOnceEachCountsForItsKey() throws Exception {
        serve(rate(2, Duration.ofMinutes(1)));

        List<JsonNode> answers = postAll("1", "2", "3", "4");

        assertThat(answers).extracting(each -> each.path("code").asInt()).containsExactly(201, 201, 429);
        assertThat(answers.get(2).path("retryAfter").asInt()).isEqualTo(30);
        assertThat(inbox()).hasSize(2);
    }

    @Test
    void ofSeveralAtOnceEachCountsForItsAddress() throws Exception {
        addresses = new Rate(3, Duration.ofHours(1));
        serve(ReceiveLimits.NONE);

        List<JsonNode> answers = postAll("1", "2", "3", "4", "5");

        assertThat(answers).extracting(each -> each.path("code").asInt()).containsExactly(201, 201, 201, 429);
        assertThat(answers.get(3).path("type").asText()).isEqualTo("urn:openfuse:problem:too-many-requests");
        assertThat(answers.get(3).path("retryAfter").asInt()).isBetween(1100, 1200);
        assertThat(post(signed(dave, "mine")).statusCode()).isEqualTo(429);
        assertThat(inbox()).hasSize(3);
    }

    @Test
    void ofSeveralAtOnceThoseThatFindNoRoomWait() throws Exception {
        serve(new ReceiveLimits(null, inboxLimit(2), UnknownSenders.ACCEPT, 100));

        assertThat(postAll("1", "2", "3", "4"))
                .extracting(each -> each.path("code").asInt())
                .containsExactly(201, 201, 507);
    }

    private List<JsonNode> postAll(String... texts) throws Exception {
        byte[] body = JsonSequence.of(
                Arrays.stream(texts).map(text -> signed(alice, text)).toList());
        HttpResponse<byte[]> answer = server.client()
                .send(
                        server.request("/inbox")
                                .header("Content-Type", JsonSequence.MEDIA_TYPE)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofByteArray());
        List<JsonNode> answers = new ArrayList<>();
        for (byte[] each : JsonSequence.texts(answer.body(), 1_000)) {
            answers.add(JSON.readTree(each));
        }
        return answers;
    }

    @Test
    void theWaitIsToldInWholeSecondsRoundedUp() throws Exception {
        serve(rate(7, Duration.ofSeconds(1)));
        for (int i = 0; i < 7; i++) {
            assertThat(post(signed(alice, "m" + i)).statusCode()).isEqualTo(201);
        }

        assertThat(post(signed(alice, "m7")).headers().firstValue("retry-after"))
                .contains("1");
    }

    @Test
    void nobodyUsesUpTheAllowanceOfAnother() throws Exception {
        serve(rate(1, Duration.ofHours(1)));
        String forged =
                new String(signed(alice, "pay 10"), UTF_8).replaceFirst("\"from\": \"alice\"", "\"from\": \"eve\"");
        byte[] old = MessageJson.write(sealer(NOW.minus(Duration.ofDays(1))).sign("alice", alice.keys(), "replayed"));
        assertThat(post(forged.getBytes(UTF_8)).statusCode()).isEqualTo(403);
        assertThat(post(old).statusCode()).isEqualTo(403);

        assertThat(post(signed(alice, "hello")).statusCode()).isEqualTo(201);
    }

    // ---- too many

    @Test
    void aFullInboxTakesNothingUntilThereIsRoomAgain() throws Exception {
        bob.store().inbox().put("old.json", signed(dave, "there before"));
        serve(new ReceiveLimits(null, inboxLimit(2), UnknownSenders.ACCEPT, 100));
        byte[] first = signed(alice, "1");
        assertThat(post(first).statusCode()).isEqualTo(201);
        byte[] second = signed(alice, "2");

        HttpResponse<String> refused = post(second);

        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.headers().firstValue("retry-after")).contains("60");
        assertThat(JSON.readTree(refused.body()).get("type").asText()).isEqualTo("urn:openfuse:problem:inbox-full");
        assertThat(lines("decision=refused")).singleElement().asString().contains("from=alice kind=inbox-full ");
        assertThat(inbox()).hasSize(2);
        assertThat(post(first).statusCode()).as("a repetition needs no room").isEqualTo(200);

        bob.store().inbox().archive("old.json");
        pass(Duration.ofSeconds(10));
        assertThat(post(second).statusCode()).isEqualTo(201);
        assertThat(post(signed(alice, "3")).statusCode()).isEqualTo(507);
    }

    @Test
    void ofManyAtTheSameTimeAsManyAreStoredAsThereIsRoomFor() throws Exception {
        serve(new ReceiveLimits(null, inboxLimit(10), UnknownSenders.ACCEPT, 100));

        List<Integer> answers = server.together(
                60, i -> server.request("/inbox").POST(BodyPublishers.ofByteArray(signed(alice, "m" + i))));

        assertThat(answers).filteredOn(status -> status == 201).hasSize(10);
        assertThat(answers).filteredOn(status -> status == 507).hasSize(50);
        assertThat(inbox()).hasSize(10);
    }

    @Test
    void aPlaceIsGivenBackIfTheMessageCouldNotBeStored() throws Exception {
        serve(new ReceiveLimits(null, inboxLimit(2), UnknownSenders.ACCEPT, 100));
        assertThat(post(signed(alice, "1")).statusCode()).isEqualTo(201);
        Path inbox = bob.store().inbox().directory();
        Files.move(inbox, inbox.resolveSibling("elsewhere"));
        Files.writeString(inbox, "in the way");
        byte[] second = signed(alice, "2");
        assertThat(post(second).statusCode()).isEqualTo(503);
        Files.delete(inbox);
        Files.move(inbox.resolveSibling("elsewhere"), inbox);

        assertThat(post(second).statusCode()).isEqualTo(201);
        assertThat(post(signed(alice, "3")).statusCode()).isEqualTo(507);
    }

    @Test
    void strangersThatFillTheirPartOfTheInboxLeaveThatOfKnownSendersFree() throws Exception {
        bob.knows(alice, true);
        serve(new ReceiveLimits(null, inboxLimit(5), UnknownSenders.ACCEPT, 100));
        for (int i = 0; i < 5; i++) {
            TestAgent stranger = TestAgent.make(folder.resolve("stranger" + i), "stranger" + i);
            assertThat(post(signed(stranger, "hello")).statusCode()).isEqualTo(201);
        }

        assertThat(post(signed(dave, "one too many")).statusCode()).isEqualTo(507);
        assertThat(lines("decision=refused")).singleElement().asString().contains("openfuse.receive.unknown-limit");
        for (int i = 0; i < 5; i++) {
            assertThat(post(signed(alice, "m" + i)).statusCode()).isEqualTo(201);
        }
        assertThat(post(signed(alice, "m5")).statusCode()).isEqualTo(507);

        serve(new ReceiveLimits(null, new InboxLimits(6, 6, null), UnknownSenders.ACCEPT, 100));
        assertThat(post(signed(dave, "after a restart")).statusCode()).isEqualTo(201);
        assertThat(post(signed(dave, "again")).statusCode()).isEqualTo(507);
        assertThat(post(signed(alice, "m6")).statusCode()).isEqualTo(201);
        assertThat(post(signed(alice, "m7")).statusCode()).isEqualTo(507);
    }

    @Test
    void oneSenderThatFillsItsPartLeavesThatOfOthersFree() throws Exception {
        bob.knows(alice, true).knows(dave, false);
        serve(new ReceiveLimits(null, new InboxLimits(10, 10, 2), UnknownSenders.ACCEPT, 100));
        assertThat(post(signed(dave, "1")).statusCode()).isEqualTo(201);
        assertThat(post(signed(dave, "2")).statusCode()).isEqualTo(201);

        assertThat(post(signed(dave, "3")).statusCode()).isEqualTo(507);

        assertThat(lines("decision=refused")).singleElement().asString().contains("openfuse.receive.sender-limit");
        assertThat(post(signed(alice, "1")).statusCode()).isEqualTo(201);
        try (Stream<String> names = bob.store().inbox().names()) {
            bob.store()
                    .inbox()
                    .archive(names.filter(name -> name.contains("dave"))
                            .findFirst()
                            .orElseThrow());
        }
        pass(Duration.ofSeconds(10));
        assertThat(post(signed(dave, "3")).statusCode()).isEqualTo(201);
    }

    // ---- strangers

    @Test
    void byDefaultAStrangersMessageIsInTheInbox() throws Exception {
        assertThat(post(signed(dave, "hello")).statusCode()).isEqualTo(201);

        assertThat(inbox()).hasSize(1);
        assertThat(quarantine()).isEmpty();
    }

    @Test
    void aStrangerIsRefusedIfTheOperatorSaysSoUntilItsKeyIsImported() throws Exception {
        serve(REFUSE);
        byte[] message = signed(alice, "hello");

        HttpResponse<String> refused = post(message);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(JSON.readTree(refused.body()).get("type").asText()).isEqualTo("urn:openfuse:problem:unknown-sender");
        assertThat(lines("decision=refused")).singleElement().asString().contains("from=alice kind=unknown-sender ");
        assertThat(inbox()).isEmpty();
        assertThat(quarantine()).isEmpty();
        bob.knows(alice, false);
        assertThat(post(message).statusCode()).isEqualTo(201);
    }

    @Test
    void whoeverIsKnownByAnotherNameIsAStrangerAndIsNotToldThatName() throws Exception {
        bob.knows(alice, true);
        serve(REFUSE);

        HttpResponse<String> refused = post(MessageJson.write(sealer(NOW).sign("eve", alice.keys(), "hello")));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("unknown-sender").doesNotContain("alice");
    }

    @Test
    void whoeverIsKnownByItsAliasIsNoStranger() throws Exception {
        bob.store()
                .mesh()
                .importKey(new KeyringEntry(
                        "alice.openfused.net", "", alice.keys().publicKey(), null, false, false, null, null, "x"));
        serve(REFUSE);

        assertThat(post(signed(alice, "hello")).statusCode()).isEqualTo(201);
    }

    @Test
    void stolenTextIsRefusedForWhatItIs() throws Exception {
        bob.knows(alice, true).knows(dave, true);
        serve(REFUSE);
        String ciphertext = MessageJson.read(signed(alice, "mine")).message();

        HttpResponse<String> refused = post(MessageJson.write(sealer(NOW).sign("dave", dave.keys(), ciphertext)));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("urn:openfuse:problem:stolen-ciphertext");
    }

    @Test
    void aStrangerThatPostsATrustedAgentsCiphertextFirstKeepsNothingFromIt() throws Exception {
        bob.knows(alice, true);
        String ciphertext = ciphertextWithoutSender("for bob's eyes only");
        byte[] genuine = MessageJson.write(sealer(NOW).sign("alice", alice.keys(), ciphertext));
        byte[] copy = MessageJson.write(sealer(NOW).sign("dave", dave.keys(), ciphertext));

        assertThat(post(copy).statusCode()).isEqualTo(201);
        assertThat(post(genuine).statusCode()).isEqualTo(201);

        await().until(() -> deliveries().size() == 2);
        assertThat(deliveries())
                .extracting(Delivery::sender, Delivery::state)
                .containsExactlyInAnyOrder(
                        tuple(alice.keys().fingerprint().value(), Delivery.State.PENDING),
                        tuple(dave.keys().fingerprint().value(), Delivery.State.DROPPED));
        assertThat(lines("decision=dropped")).singleElement().asString().contains("may have been stolen");
        assertThat(lines("decision=refused")).isEmpty();
        assertThat(post(MessageJson.write(sealer(NOW).sign("dave", dave.keys(), ciphertext)))
                        .statusCode())
                .as("the stranger again")
                .isEqualTo(200);
    }

    @Test
    void aStrangersMessageWaitsInQuarantineWithoutItsSenderKnowing() throws Exception {
        bob.knows(dave, true);
        serve(QUARANTINE);
        byte[] body = (new String(signed(alice, "hello"), UTF_8) + "\n \n").getBytes(UTF_8);

        HttpResponse<String> answer = post(body);
        HttpResponse<String> known = post(signed(dave, "hello"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(withoutId(answer)).isEqualTo(withoutId(known));
        assertThat(quarantine()).hasSize(1);
        assertThat(quarantine().get(0)).hasBinaryContent(body);
        assertThat(quarantine().get(0).getFileName().toString())
                .startsWith("2026-11-23T02-33-10")
                .contains("_from-alice-" + alice.keys().fingerprint().fp8().toLowerCase(Locale.ROOT))
                .endsWith("_to-bob.json");
        assertThat(inbox()).hasSize(1);
        assertThat(lines("decision=quarantined")).singleElement().asString().contains(" from=alice file=");
        assertThat(deliveries()).hasSize(1);
        assertThat(post(body).statusCode()).isEqualTo(200);

        serve(QUARANTINE);
        assertThat(post(body).statusCode()).as("after a restart").isEqualTo(200);
        assertThat(quarantine()).hasSize(1);
    }

    @Test
    void aReleasedMessageIsDispatchedExactlyOnceThoughItsIdIsKnown() throws Exception {
        serve(QUARANTINE);
        byte[] body = signed(alice, "hello");
        assertThat(post(body).statusCode()).isEqualTo(201);
        assertThat(deliveries()).isEmpty();

        String file = quarantine().get(0).getFileName().toString();
        Store.open(bob.store().root()).inbox().quarantine().release(file);

        await().until(() -> deliveries().size() == 1);
        assertThat(deliveries().get(0).file()).isEqualTo(file);
        assertThat(post(body).statusCode()).isEqualTo(200);
        serve(QUARANTINE);
        assertThat(deliveries()).hasSize(1);
        assertThat(lines("decision=dispatched")).hasSize(1);
    }

    @Test
    void aFullQuarantineLooksLikeAFullInboxAndTheInboxIsStillOpen() throws Exception {
        bob.knows(dave, true);
        serve(new ReceiveLimits(null, inboxLimit(1), UnknownSenders.QUARANTINE, 1));
        assertThat(post(signed(alice, "1")).statusCode()).isEqualTo(201);

        HttpResponse<String> refused = post(signed(alice, "2"));

        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(quarantine()).hasSize(1);
        assertThat(lines("decision=refused")).singleElement().asString().contains("inbox/.quarantine/ holds 1 ");
        assertThat(post(signed(dave, "1")).statusCode()).isEqualTo(201);
        assertThat(post(signed(dave, "2")).body()).isEqualTo(refused.body());
    }

    @Test
    void aQuarantineThatIsALinkTakesNothing() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(bob.store().inbox().directory().resolve(".quarantine"), elsewhere);
        serve(QUARANTINE);

        assertThat(post(signed(alice, "hello")).statusCode()).isEqualTo(503);

        assertThat(elsewhere).isEmptyDirectory();
    }

    // ---- helpers

    private static ReceiveLimits rate(int count, Duration per) {
        return new ReceiveLimits(new Rate(count, per), InboxLimits.NONE, UnknownSenders.ACCEPT, 100);
    }

    /** So many of senders in the keyring, and so many of strangers. */
    private static InboxLimits inboxLimit(int messages) {
        return new InboxLimits(messages, messages, null);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static MessageSealer sealer(Instant at) {
        return new MessageSealer(SignatureEngine.best(), Clock.fixed(at, ZoneOffset.UTC));
    }

    private byte[] signed(TestAgent sender, String text) {
        return MessageJson.write(
                sealer(NOW).sealOrSign(sender.name(), sender.keys(), bob.keys().encryptionKey(), text));
    }

    /** As the original seals: the header does not say who did. */
    private static String ciphertextWithoutSender(String text) {
        return Base64.getEncoder()
                .encodeToString(("age-encryption.org/v1\n-> X25519 AAAA\nAAAA\n--- AAAA\n" + text).getBytes(UTF_8));
    }

    private HttpResponse<String> post(byte[] body) throws Exception {
        return server.client()
                .send(
                        server.request("/inbox")
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString(UTF_8));
    }

    private static String withoutId(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.headers().map().keySet() + " "
                + answer.body().replaceAll("[0-9a-f]{64}", "ID");
    }

    private List<String> lines(String beginning) {
        return audit.stream()
                .map(AuditEntry::toString)
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    private List<Delivery> deliveries() {
        return queue.list(null, Set.of(), 100);
    }

    private List<Path> inbox() throws Exception {
        return files(bob.store().inbox().directory());
    }

    private List<Path> quarantine() throws Exception {
        Path quarantine = bob.store().inbox().directory().resolve(".quarantine");
        return Files.exists(quarantine) ? files(quarantine) : List.of();
    }

    private static List<Path> files(Path directory) throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
