package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code openfuse doctor} names what is wrong with a store, and how to mend it. */
class DoctorCommandTest {
    private final Path directory;
    private final CommandLineSession session;

    DoctorCommandTest(@TempDir Path directory) {
        this.directory = directory;
        session = new CommandLineSession(directory);
    }

    @BeforeEach
    void init() {
        session.run("init", "-n", "alice", "-d", "alice");
        session.run("init", "-n", "bob", "-d", "bob");
    }

    private Path alice(String file) {
        return directory.resolve("alice").resolve(file);
    }

    private List<String> findings() throws IOException {
        List<String> findings = new ArrayList<>();
        CommandLineSession.Outcome outcome = session.run(
                Map.of("OPENFUSE_SYNC_ALLOW_PRIVATE", "127.0.0.1"), new byte[0], "doctor", "--json", "-d", "alice");
        for (JsonNode finding : new ObjectMapper().readTree(outcome.out())) {
            assertThat(finding.get("mend").asText()).isNotBlank();
            findings.add(
                    finding.get("about").asText() + ": " + finding.get("what").asText());
        }
        assertThat(outcome.status()).isEqualTo(findings.isEmpty() ? ExitStatus.DONE : ExitStatus.REFUSED);
        return findings;
    }

    @Test
    void aFreshStoreIsWell() throws IOException {
        assertThat(findings()).isEmpty();
        assertThat(session.run("doctor", "-d", "alice").out()).isEqualTo("All is well with " + alice("") + ".\n");
    }

    @Test
    void keysThatOthersCanReadAreNamedWithTheCommandThatMendsIt() throws IOException {
        Files.setPosixFilePermissions(alice(".keys/age.key"), PosixFilePermissions.fromString("rw-r--r--"));

        CommandLineSession.Outcome outcome = session.run("doctor", "-d", "alice");

        assertThat(outcome.status()).isOne();
        assertThat(outcome.out())
                .isEqualTo(
                        ".keys/age.key can be read by other users\n  mend: chmod 600 " + alice(".keys/age.key") + "\n");
    }

    @Test
    void aKeyInTheMeshThatIsNotOursIsNamed() throws IOException {
        String mesh = Files.readString(alice(".mesh.json"));
        String key = Files.readString(alice(".keys/public.key"));
        Files.writeString(alice(".mesh.json"), mesh.replace(key, "00".repeat(32)));
        Files.writeString(alice(".keys/age.pub"), "age1other");

        assertThat(findings())
                .containsExactly(
                        ".mesh.json: publicKey is not that of the private key: others are told a key that is not ours",
                        "keys: .keys/age.pub is not that of the private key");
    }

    @Test
    void whatLiesInTheInboxAndIsNoMessageIsNamed() throws IOException {
        Files.createSymbolicLink(alice("inbox/dangling.json"), alice("nowhere"));
        Files.createDirectory(alice("inbox/folder.json"));
        Files.write(alice("inbox/bytes.json"), new byte[] {(byte) 0xff});
        Files.createDirectories(alice("outbox/nobody-00000000"));
        Files.writeString(alice("outbox/nobody-00000000/x.json"), "{}");

        assertThat(findings())
                .containsExactly(
                        "inbox: 2 in inbox/ are no files and are never read: dangling.json (a symbolic link),"
                                + " folder.json (a folder)",
                        "inbox: 1 in inbox/ can't be read as text: bytes.json",
                        "outbox: outbox/nobody-00000000 is for nobody in the keyring: nothing in it is delivered");
    }

    @Test
    void aStoreThatCanNotBeReadIsAFindingAndNoFault() throws IOException {
        Files.writeString(alice(".mesh.json"), "{");

        assertThat(findings()).hasSize(1).first().asString().startsWith(".mesh.json: .mesh.json in ");
    }

    @Test
    void timesThatAreStillToComeMeanThatAClockIsWrong() throws IOException {
        Files.setLastModifiedTime(
                alice("CONTEXT.md"), FileTime.from(Instant.now().plusSeconds(3600)));

        assertThat(findings()).hasSize(1).first().asString().startsWith("clock: files were changed at a time");
    }

    @Test
    void peersAreAskedAndTheirClocksCompared() throws IOException {
        HttpFarEnd gone = new HttpFarEnd();
        gone.close();
        try (HttpFarEnd friend = new HttpFarEnd().answering(call -> new Answer(200, Map.of(), "[]"));
                HttpFarEnd stranger = new HttpFarEnd()
                        .answering(call -> new Answer(call.target().startsWith("/outbox") ? 403 : 404))) {
            session.run("peer", "add", friend.url(), "-n", "friend", "-d", "alice");
            session.run("peer", "add", stranger.url(), "-n", "stranger", "-d", "alice");
            session.run("peer", "add", gone.url(), "-n", "gone", "-d", "alice");

            List<String> findings = findings();
            assertThat(findings).hasSize(2);
            assertThat(findings.get(0)).startsWith("peer stranger: stranger answers, but does not hand out our mail:");
            assertThat(findings.get(1)).startsWith("peer gone: gone can't be reached at " + gone.url());
            assertThat(session.run("doctor", "--offline", "-d", "alice").out())
                    .isEqualTo("All is well with " + alice("") + "; peers were not asked.\n");
            assertThat(session.runOnTerminal(
                                    Map.of("OPENFUSE_SYNC_ALLOW_PRIVATE", "127.0.0.1"), "doctor", "-d", "alice")
                            .err())
                    .startsWith("\r\u001b[K[--------------------]   0%  0/3 peers")
                    .endsWith("\r\u001b[K");

            Clock fast = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
            assertThat(new CommandLineSession(directory, fast)
                            .run(
                                    Map.of("OPENFUSE_SYNC_ALLOW_PRIVATE", "127.0.0.1"),
                                    new byte[0],
                                    "doctor",
                                    "-d",
                                    "alice")
                            .out())
                    .containsPattern("our clock and that of friend differ by 3[56]\\d\\d s\n  mend: set the clocks");
        }
    }

    @Test
    void aDamagedQueueIsNamed() throws IOException {
        CommandLineSession.Outcome made = session.run("queue", "counts", "-d", "alice");
        assertThat(made.status()).isEqualTo(ExitStatus.DONE);
        assertThat(findings()).isEmpty();
        byte[] database = Files.readAllBytes(alice(".gateway/state.db"));
        Arrays.fill(database, 4_096, database.length, (byte) 7);
        Files.write(alice(".gateway/state.db"), database);

        assertThat(findings()).isNotEmpty().allMatch(finding -> finding.startsWith("queue: "));
    }

    @Test
    void aDeliveryThatHasWaitedForDaysIsNamed() throws IOException {
        Clock longAgo = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
        try (DeliveryQueue queue = DeliveryQueues.sqlite(
                Files.createDirectories(alice(".gateway")).resolve("state.db"), longAgo, QueueOptions.DEFAULT)) {
            queue.dispatch(
                    new SeenFile(
                            "inbox",
                            "a.json",
                            new MessageId("0".repeat(64)),
                            "bob",
                            null,
                            List.of(Target.bridge("ops"))),
                    new byte[] {1});
        }

        assertThat(findings())
                .containsExactly("queue: the oldest delivery to bridge:ops has waited since 2026-01-01T00:00:00Z");
    }
}
