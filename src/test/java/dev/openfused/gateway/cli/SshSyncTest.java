package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.SshFarEnd;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.cli.CommandLineSession.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code openfuse sync} with a peer that is a folder on a host with SSH, and nothing else. */
@Timeout(120)
class SshSyncTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path directory;

    private Path root;
    private SshFarEnd host;
    private TestAgent alice;
    private TestAgent bob;
    private CommandLineSession session;
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void start() throws Exception {
        root = Files.createDirectories(directory.resolve("host"));
        host = new SshFarEnd(root, directory.resolve("home"));
        alice = TestAgent.make(root.resolve("alice"), "alice");
        bob = TestAgent.make(directory.resolve("bob"), "bob");
        Files.delete(root.resolve("alice/CONTEXT.md"));
        Files.delete(root.resolve("alice/PROFILE.md"));
        alice.knows(bob, true);
        bob.knows(alice, true).peersWith(alice, host.url("alice"));
        session = new CommandLineSession(directory);
        environment.put("OPENFUSE_SSH_CONFIG", host.config().toString());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
    }

    private Outcome sync() {
        return session.run(environment, new byte[0], "sync", "-d", "bob");
    }

    private void show(String file, String text) throws IOException {
        Path path = root.resolve("alice").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, LONG_AGO);
    }

    private void say(String text) throws Exception {
        alice.store().outbox().put(alice.store().mesh().read().keyring().find("bob"), alice.sealTo(bob, text));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private List<String> inboxOf(String agent) throws IOException {
        return names((agent.equals("bob") ? directory : root).resolve(agent).resolve("inbox"));
    }

    @Test
    void mailAndFilesComeAndWhatWaitsGoes() throws Exception {
        show("CONTEXT.md", "what alice is at");
        show("shared/a.txt", "a");
        show("shared/deep/b.bin", "b");
        say("hello bob");
        session.run("send", "alice", "hello alice", "-d", "bob");
        String waiting = alice.store().outbox().waiting().get(0).file();
        String sent = bob.store().outbox().waiting().get(0).file();

        Outcome outcome = sync();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("alice: 1 message, 3 files (3 new), 1 sent\n");
        assertThat(outcome.status()).isZero();
        assertThat(inboxOf("bob")).containsExactly(waiting);
        assertThat(inboxOf("alice")).containsExactly(sent);
        assertThat(directory.resolve("bob/.peers/alice/shared/deep/b.bin"))
                .content()
                .contains("b");
        assertThat(directory.resolve("bob/.peers/alice/CONTEXT.md")).content().contains("what alice is at");
        assertThat(bob.store().outbox().waiting()).isEmpty();
        assertThat(alice.store().outbox().waiting())
                .as("nothing is acknowledged")
                .hasSize(1);
        assertThat(session.run("inbox", "list", "-d", "bob").out()).contains("hello bob");
    }

    @Test
    void anUnchangedPeerIsListedAndNothingIsRead() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            show("shared/" + i % 10 + "/" + i + ".txt", "file " + i);
        }
        show("CONTEXT.md", "what alice is at");
        say("hello bob");
        assertThat(sync().out()).isEqualTo("alice: 1 message, 1001 files (1001 new)\n");
        host.read();

        assertThat(sync().out()).isEqualTo("alice: 0 messages, 1001 files\n");

        assertThat(host.read()).isEmpty();
    }

    @Test
    void whatChangedIsReadAndWhatVanishedVanishes() throws Exception {
        show("shared/a.txt", "a");
        show("shared/b.txt", "b");
        show("shared/c.txt", "c");
        sync();
        host.read();
        Files.writeString(root.resolve("alice/shared/b.txt"), "B");
        Files.delete(root.resolve("alice/shared/c.txt"));

        assertThat(sync().out()).isEqualTo("alice: 0 messages, 3 files (1 changed)\n");
        assertThat(host.read()).containsExactly("/alice/shared/b.txt");
        assertThat(sync().out()).isEqualTo("alice: 0 messages, 2 files (1 removed)\n");
    }

    @Test
    void aFileThatChangesTwiceWithinASecondIsReadTwice() throws Exception {
        Path file = root.resolve("alice/shared/a.txt");
        Files.writeString(file, "one");
        FileTime now = FileTime.from(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
        Files.setLastModifiedTime(file, now);
        sync();
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, now);

        sync();

        assertThat(directory.resolve("bob/.peers/alice/shared/a.txt")).content().contains("two");
    }

    @Test
    void linksAndHiddenFilesAreNotFollowed() throws Exception {
        Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("alice/shared/link.txt"), directory.resolve("secret"));
        show("shared/.hidden", "hidden");
        Files.delete(root.resolve("alice/knowledge"));
        show("../elsewhere/a.txt", "a");
        Files.createSymbolicLink(root.resolve("alice/knowledge"), root.resolve("elsewhere"));

        assertThat(sync().out()).isEqualTo("alice: 0 messages, 0 files\n");
    }

    @Test
    void namesWithWildcardsAreNames() throws Exception {
        show("shared/a*?.txt", "stars");
        show("shared/ab.txt", "ab");

        assertThat(sync().out()).isEqualTo("alice: 0 messages, 2 files (2 new)\n");

        assertThat(directory.resolve("bob/.peers/alice/shared/a*?.txt"))
                .content()
                .contains("stars");
    }

    @Test
    void aFileThatIsTooLargeIsLeftOut() throws Exception {
        show("shared/large.bin", "x".repeat(2_000));
        show("shared/small.bin", "x");
        environment.put("OPENFUSE_SYNC_LARGEST_FILE", "1000B");

        Outcome outcome = sync();

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).isEqualTo("alice: 0 messages, 1 file (1 new)\n");
        assertThat(outcome.err()).contains("'shared/large.bin' is left out: it is larger than 1000 bytes");
    }

    @Test
    void aPrivateHostWhoseKeyIsNotKnownIsNotConnectedTo() throws Exception {
        host.unknown();

        Outcome outcome = sync();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("ssh: the key of lab (127.0.0.1 port " + host.port()
                        + ") is not known, and its address is private")
                .contains("or add it to openfuse.sync.allow-private\n");
        assertThat(host.connections()).isZero();
    }

    @Test
    void aPrivateHostWhoseKeyIsKnownNeedsNoOtherPermission() throws Exception {
        assertThat(sync().out()).isEqualTo("alice: 0 messages, 0 files\n");
        assertThat(host.connections()).isPositive();
    }

    @Test
    void aHostWhoseKeyIsNotKnownIsRefusedWithItsFingerprint() throws Exception {
        host.unknown();
        environment.put("OPENFUSE_SYNC_ALLOW_PRIVATE", "127.0.0.1");

        Outcome outcome = sync();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .matches("(?s)openfuse: error: alice: ssh: the key of lab \\(127\\.0\\.0\\.1 port " + host.port()
                        + "\\) is not known: \\S+ SHA256:\\S{43}; if that is its key, accept it with 'ssh -p "
                        + host.port() + " tester@127\\.0\\.0\\.1'\n.*");
    }

    @Test
    void aHostWithAnotherKeyThanTheKnownOneIsRefused() throws Exception {
        host.mistaken();
        session.run("send", "alice", "hello alice", "-d", "bob");

        Outcome outcome = sync();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("shows another key than the known one")
                .contains("'ssh-keygen -R '[127.0.0.1]:" + host.port() + "''");
        assertThat(inboxOf("alice")).isEmpty();
        assertThat(bob.store().outbox().waiting()).hasSize(1);

        host.known();
        assertThat(sync().out()).isEqualTo("alice: 0 messages, 0 files, 1 sent\n");
    }

    @Test
    void aHostThatTakesNoneOfOurKeysSaysWhich() throws Exception {
        SshFarEnd.writeKey(host.home().resolve("id_ed25519"), null);

        Outcome outcome = sync();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("takes none of our keys for tester (" + host.home().resolve("id_ed25519") + ")");
    }

    @Test
    void anEncryptedKeyWantsItsPassphrase() throws Exception {
        SshFarEnd.writeKey(host.home().resolve("id_ed25519"), "open sesame".getBytes(StandardCharsets.UTF_8));
        assertThat(sync().err())
                .contains("the key " + host.home().resolve("id_ed25519")
                        + " is encrypted; set openfuse.ssh.passphrase, or use an agent");

        environment.put("OPENFUSE_SSH_PASSPHRASE", "wrong");
        assertThat(sync().err())
                .contains("openfuse.ssh.passphrase does not open the key")
                .doesNotContain("wrong");

        environment.put("OPENFUSE_SSH_PASSPHRASE", "open sesame");
        assertThat(sync().err()).as("opened, and not the one the host knows").contains("takes none of our keys");
    }

    @Test
    void aPullThatBreaksOffLeavesNoHalfFile() throws Exception {
        String binary = "\0".repeat(500_000);
        show("shared/large.bin", binary);
        say("hello bob");
        AtomicInteger reads = new AtomicInteger();
        host.striking((connection, file) -> {
            if (file.endsWith("large.bin") && reads.incrementAndGet() == 3) {
                connection.close(true);
            }
        });

        Outcome outcome = sync();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("'shared/large.bin': ssh: lab").hasLineCount(1);
        assertThat(directory.resolve("bob/.peers/alice/shared")).doesNotExist();
        assertThat(inboxOf("bob")).hasSize(1);

        assertThat(sync().out()).isEqualTo("alice: 0 messages, 1 file (1 new)\n");
        assertThat(directory.resolve("bob/.peers/alice/shared/large.bin")).hasContent(binary);
    }

    @Test
    void aPushThatBreaksOffLosesNothingAndShowsNothingHalf() throws Exception {
        session.run("send", "alice", "hello alice", "-d", "bob");
        String file = bob.store().outbox().waiting().get(0).file();
        host.striking((connection, path) -> connection.close(true));

        Outcome outcome = sync();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(bob.store().outbox().waiting()).hasSize(1);
        assertThat(inboxOf("alice")).allMatch(name -> name.startsWith("."));

        host.striking((connection, path) -> {});
        assertThat(sync().status()).isZero();
        assertThat(inboxOf("alice")).containsExactly(file);
    }

    @Test
    void whatIsThereAlreadyIsNotCopiedAgain() throws Exception {
        session.run("send", "alice", "hello alice", "-d", "bob");
        String file = bob.store().outbox().waiting().get(0).file();
        byte[] content =
                bob.store().outbox().read(bob.store().outbox().waiting().get(0));
        Path archive = Files.createDirectories(root.resolve("alice/inbox/.read"));
        Files.write(archive.resolve(file), content);

        assertThat(sync().out()).isEqualTo("alice: 0 messages, 0 files, 1 sent\n");

        assertThat(inboxOf("alice")).isEmpty();
        assertThat(bob.store().outbox().waiting()).isEmpty();
    }

    @Test
    void aNameThatAnotherMessageOfTheSameLengthHasIsNoProofThatOursIsThere() throws Exception {
        session.run("send", "alice", "hello alice", "-d", "bob");
        String file = bob.store().outbox().waiting().get(0).file();
        byte[] ours = bob.store().outbox().read(bob.store().outbox().waiting().get(0));
        byte[] other = ours.clone();
        other[ours.length / 2] ^= 1;
        Files.write(root.resolve("alice/inbox").resolve(file), other);

        assertThat(sync().out()).isEqualTo("alice: 0 messages, 0 files, 1 sent\n");

        String counted = file.replace(".json", "-2.json");
        assertThat(inboxOf("alice")).containsExactlyInAnyOrder(file, counted);
        assertThat(root.resolve("alice/inbox").resolve(counted)).hasBinaryContent(ours);
        assertThat(root.resolve("alice/inbox").resolve(file)).hasBinaryContent(other);
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() {
        environment.put("OPENFUSE_SSH_CONFIG", directory.resolve("none").toString());

        Outcome outcome = sync();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("openfuse: error: alice: ssh: the configuration " + directory.resolve("none")
                        + " is not there, or can't be read\n");
    }

    @Test
    void aHostThatStallsIsLetGoOf() throws Exception {
        show("shared/a.txt", "a");
        environment.put("OPENFUSE_SYNC_TIMEOUT", "2s");
        CountDownLatch over = new CountDownLatch(1);
        host.striking((connection, file) -> await(over));
        try {
            Outcome outcome = sync();

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err()).contains("did not answer within 2 seconds (openfuse.sync.timeout)");
        } finally {
            over.countDown();
        }
        host.striking((connection, file) -> {});
        assertThat(sync().status()).isZero();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws Exception {
        session.run("peer", "remove", "alice", "-d", "bob");
        session.run("peer", "add", host.url("nobody"), "-n", "alice", "-d", "bob");

        Outcome outcome = sync();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("there is no folder /nobody");
    }

    @Test
    void whatWeHadIsNotTakenAgainThoughItStaysThere() throws Exception {
        say("hello bob");
        sync();
        host.read();
        Files.delete(bob.store().root().resolve("inbox").resolve(inboxOf("bob").get(0)));

        assertThat(sync().out()).startsWith("alice: 0 messages, ");

        assertThat(inboxOf("bob")).isEmpty();
        assertThat(host.read()).isEmpty();
    }

    @Test
    void aHostBehindAnotherOneIsReachedThroughIt() throws Exception {
        try (SshFarEnd outer =
                new SshFarEnd(Files.createDirectory(directory.resolve("outer")), directory.resolve("home2"))) {
            String jump = Files.readString(outer.config()).replace("Host lab", "Host outer");
            Files.writeString(
                    host.config(),
                    Files.readString(host.config()).replace("Host lab", "Host lab\n    ProxyJump outer") + jump);
            show("shared/a.txt", "a");

            assertThat(sync().out()).isEqualTo("alice: 0 messages, 1 file (1 new)\n");

            outer.close();
            assertThat(sync().err()).contains("ssh: outer (127.0.0.1 port " + outer.port() + ") can't be reached");
        }
    }
}
