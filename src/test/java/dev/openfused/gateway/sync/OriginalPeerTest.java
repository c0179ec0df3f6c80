package dev.openfused.gateway.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import dev.openfused.gateway.HttpFarEnd.Call;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sync with a daemon that answers what the original's answered in {@code http/head.json}, hostile answers included. */
@Timeout(60)
class OriginalPeerTest {
    @TempDir
    Path folder;

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final HttpFarEnd alice = new HttpFarEnd().answering(this::answer);
    private final Clock clock = ((InstantSource) () -> this.now).withZone(ZoneOffset.UTC);
    private volatile Instant now = Instant.parse("2026-11-23T02:33:06Z");
    private TestAgent bob;
    private Syncing syncing;

    /** It leaves a plus out of what it checks, so the signature over a name with one is another one's to it. */
    private HttpFarEnd.Rule acknowledging = call -> new Answer(call.target().contains("+") ? 403 : 200);

    @BeforeEach
    void start() throws Exception {
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        syncing = new Syncing(folder, bob, clock);
        answerAs("sync, full mode");
    }

    @AfterEach
    void stop() {
        syncing.close();
        alice.close();
    }

    private Answer answer(Call call) {
        if (call.method().equals("DELETE")) {
            return acknowledging.to(call);
        }
        return answers.getOrDefault(call.target().replaceAll("\\?.*", ""), new Answer(404));
    }

    private void answerAs(String step) {
        answers.clear();
        for (JsonNode recorded : Vectors.openfused("http/head.json").get("steps")) {
            if (recorded.get("step").asText().equals(step)) {
                for (JsonNode exchange : recorded.get("exchanges")) {
                    JsonNode response = exchange.get("response");
                    if (exchange.at("/request/method").asText().equals("GET")) {
                        answers.put(
                                exchange.at("/request/url").asText(),
                                new Answer(
                                        response.get("status").asInt(),
                                        Map.of(),
                                        response.get("body").asText()));
                    }
                }
            }
        }
    }

    private SyncReport sync() throws Exception {
        return syncing.with("alice", alice.url());
    }

    @Test
    void whatItShowsIsHereAsTheOriginalClientWroteIt() throws Exception {
        SyncReport report = sync();

        assertThat(report.faults()).isEmpty();
        Map<String, String> expected = new HashMap<>(expectedFiles());
        // The original's let the text out of its wrapper.
        expected.computeIfPresent(
                "shared/breakout.md", (name, text) -> text.replaceFirst("\n</external", "\n&lt;/external"));
        assertThat(syncing.files(".peers/alice")).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(Files.readString(bob.store().root().resolve(".peers/alice/.last-sync")))
                .isEqualTo("2026-11-23T02:33:06Z");
    }

    private static Map<String, String> expectedFiles() {
        Map<String, String> expected = new HashMap<>();
        for (JsonNode step : Vectors.openfused("http/head.json").get("steps")) {
            if (step.get("step").asText().equals("sync, full mode")) {
                step.get("files_after").fields().forEachRemaining(file -> {
                    if (file.getKey().startsWith(".peers/alice/")
                            && !file.getKey().endsWith(".last-sync")) {
                        expected.put(
                                file.getKey().substring(".peers/alice/".length()),
                                file.getValue().asText());
                    }
                });
            }
        }
        return expected;
    }

    @Test
    void namesThatLeadElsewhereAreToldOfAndNotAskedFor() throws Exception {
        SyncReport report = sync();

        assertThat(report.warnings()).anyMatch(line -> line.startsWith("4 of its file names lead elsewhere"));
        assertThat(alice.calls())
                .noneMatch(call ->
                        call.target().contains("escape") || call.target().contains(".."));
        try (var all = Files.walk(folder)) {
            assertThat(all.map(file -> String.valueOf(file.getFileName()))).doesNotContain("escape.txt");
        }
    }

    @Test
    void itsMailIsStoredUnderTheSameNamesAndAcknowledgedAsItIsCalledThere() throws Exception {
        SyncReport report = sync();

        assertThat(report.messages()).isEqualTo(3);
        Map<String, String> inbox = syncing.files("inbox");
        assertThat(inbox)
                .containsOnlyKeys(
                        "2026-11-23T02-31-49-03906500-00_from-alice_to-bob.json",
                        "2026-11-23T02-31-49-17728900-00_from-alice_to-bob.json",
                        "2026-11-23T02-31-51-708Z_from-alice_to-bob.json");
        assertThat(inbox.values()).noneMatch(text -> text.contains("_outboxFile"));
        assertThat(acknowledged())
                .containsExactly(
                        "/outbox/bob/bob-0A6DB410/2026-11-23T02-31-49-040172+00-00_from-alice.json",
                        "/outbox/bob/bob-0A6DB410/2026-11-23T02-31-49-178219+00-00_from-alice.json",
                        "/outbox/bob/bob-0A6DB410/2026-11-23T02-31-51-708Z_from-alice.json");
    }

    @Test
    void aMessageWithAForeignSignatureStaysThereWithALine() throws Exception {
        SyncReport report = sync();

        assertThat(report.warnings()).anyMatch(line -> line.contains("not signed by the key it carries"));
        assertThat(acknowledged()).hasSize(3);
    }

    private List<String> acknowledged() {
        return alice.calls().stream()
                .filter(call -> call.method().equals("DELETE"))
                .map(Call::target)
                .toList();
    }

    @Test
    void whatIsHeldAlreadyIsAcknowledgedAgainAndNotStoredTwice() throws Exception {
        sync();
        bob.store().inbox().archive("2026-11-23T02-31-51-708Z_from-alice_to-bob.json");

        SyncReport again = sync();

        assertThat(again.messages()).isZero();
        assertThat(acknowledged()).filteredOn(target -> !target.contains("+")).hasSize(2);
        assertThat(syncing.files("inbox")).hasSize(3);
    }

    @Test
    void anAcknowledgementThatItRefusesIsAWarningAndHoldsUpNoMessage() throws Exception {
        SyncReport report = sync();

        assertThat(report.faults()).isEmpty();
        assertThat(report.messages()).isEqualTo(3);
        assertThat(report.warnings())
                .filteredOn(line -> line.contains("acknowledged"))
                .containsExactly(
                        "'bob-0A6DB410/2026-11-23T02-31-49-040172+00-00_from-alice.json' and 1 more were received"
                                + " but stay at the peer, as they can't be acknowledged: 127.0.0.1 answered 403;"
                                + " daemons up to 0.5.4 refuse that for every name with a '+'");
    }

    @Test
    void whatItKeepsAlthoughWeHaveItIsNeitherTakenNorAcknowledgedAgain() throws Exception {
        sync();
        bob.store().inbox().archive("2026-11-23T02-31-49-03906500-00_from-alice_to-bob.json");

        SyncReport again = sync();

        assertThat(again.messages()).isZero();
        assertThat(again.warnings()).noneMatch(line -> line.contains("acknowledged"));
        assertThat(acknowledged()).filteredOn(target -> target.contains("+")).hasSize(2);
        assertThat(syncing.files("inbox")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 400, 405, 302})
    void whateverElseItAnswersToAnAcknowledgementIsAWarningToo(int status) throws Exception {
        acknowledging = call -> new Answer(status);

        SyncReport report = sync();

        assertThat(report.faults()).isEmpty();
        assertThat(report.messages()).isEqualTo(3);
        assertThat(report.warnings()).anyMatch(line -> line.contains("answered " + status));
    }

    @Test
    void anAcknowledgementThatItRefusesForNowIsMadeUpForWithoutFetchingAgain() throws Exception {
        acknowledging = call -> new Answer(503);
        sync();
        acknowledging = call -> new Answer(200);

        SyncReport next = sync();
        SyncReport last = sync();

        assertThat(next.faults()).isEmpty();
        assertThat(next.messages()).isZero();
        assertThat(acknowledged()).hasSize(3 + 3 + 3);
        assertThat(last.warnings()).noneMatch(line -> line.contains("acknowledged"));
    }

    @Test
    void requestsAreProvenByAChallengeAndOneThatIsBoundToThisServer() throws Exception {
        sync();

        Call call = alice.calls().stream()
                .filter(c -> c.target().startsWith("/outbox/bob?"))
                .findFirst()
                .orElseThrow();
        String signed = "OUTBOX:bob:" + call.header("X-OpenFuse-Timestamp");
        MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());
        String key = call.header("X-OpenFuse-PublicKey");
        assertThat(key).isEqualTo(bob.keys().publicKey());
        assertThat(verifier.isSigned(key, signed, call.header("X-OpenFuse-Signature")))
                .isTrue();
        assertThat(verifier.isSigned(
                        key, signed + "\nhttp://127.0.0.1:" + alice.port(), call.header("X-OpenFuse-Bound-Signature")))
                .isTrue();
    }

    @Test
    void aPublicPeerShowsItsProfileAndThatIsNoError() throws Exception {
        answerAs("sync, public mode");

        SyncReport report = sync();

        assertThat(report.faults()).isEmpty();
        assertThat(syncing.files(".peers/alice")).containsOnlyKeys("PROFILE.md");
    }

    @Test
    void aPeerThatTurnsPublicLeavesWhatItShowedInFolders() throws Exception {
        sync();
        answerAs("sync, public mode");

        sync();
        sync();

        assertThat(syncing.files(".peers/alice"))
                .containsKeys("shared/plain.txt", "knowledge/fact.md")
                .doesNotContainKey("CONTEXT.md");
    }

    @Test
    void aFileOfTheSameSizeIsAskedForAgainOnlyOnceInAnHour() throws Exception {
        sync();
        answers.put("/read/knowledge/fact.md", new Answer(200, Map.of(), "FACT"));
        int before = asked("/read/knowledge/fact.md");

        sync();
        assertThat(asked("/read/knowledge/fact.md")).isEqualTo(before);

        now = now.plus(Duration.ofHours(1));
        SyncReport later = sync();
        assertThat(later.changed()).isEqualTo(1);
        assertThat(syncing.files(".peers/alice").get("knowledge/fact.md")).contains("FACT");
    }

    private int asked(String target) {
        return (int) alice.calls().stream()
                .filter(call -> call.target().equals(target))
                .count();
    }

    @Test
    void aFileVanishesOnceTwoListingsAgree() throws Exception {
        sync();
        answers.put("/ls/knowledge", new Answer(200, Map.of(), "[]"));

        assertThat(sync().removed()).isZero();
        assertThat(syncing.files(".peers/alice")).containsKey("knowledge/fact.md");

        assertThat(sync().removed()).isEqualTo(1);
        assertThat(syncing.files(".peers/alice")).doesNotContainKey("knowledge/fact.md");
        assertThat(bob.store().root().resolve(".peers/alice/knowledge")).doesNotExist();
    }

    @Test
    void aFileThatIsListedAgainStays() throws Exception {
        sync();
        Answer listing = answers.put("/ls/knowledge", new Answer(200, Map.of(), "[]"));
        sync();
        answers.put("/ls/knowledge", listing);
        sync();
        answers.put("/ls/knowledge", new Answer(200, Map.of(), "[]"));

        assertThat(sync().removed()).isZero();
    }
}
