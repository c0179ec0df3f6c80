package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.StoreLock;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code openfuse sync} at the command line, with peers on loopback. */
@Timeout(60)
class SyncCommandTest {
    private static final Map<String, String> LOOPBACK = Map.of("OPENFUSE_SYNC_ALLOW_PRIVATE", "127.0.0.1");

    @TempDir
    Path directory;

    private final HttpFarEnd alice = new HttpFarEnd().answering(SyncCommandTest::files);
    private TestAgent bob;
    private CommandLineSession session;

    @BeforeEach
    void start() throws Exception {
        TestAgent far = TestAgent.make(directory.resolve("alice"), "alice");
        bob = TestAgent.make(directory.resolve("bob"), "bob");
        bob.knows(far, true).peersWith(far, alice.url());
        session = new CommandLineSession(directory);
    }

    @AfterEach
    void stop() {
        alice.close();
    }

    private static Answer files(HttpFarEnd.Call call) {
        return switch (call.target().replaceAll("\\?.*", "")) {
            case "/inbox/alice" -> new Answer(201);
            case "/outbox/bob" -> new Answer(200, Map.of(), "[]");
            case "/ls/shared" -> new Answer(200, Map.of(), "[{\"name\":\"a.txt\",\"is_dir\":false,\"size\":1}]");
            case "/read/shared/a.txt" -> new Answer(200, Map.of(), "a");
            default -> new Answer(404);
        };
    }

    private CommandLineSession.Outcome sync(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "sync";
        arguments[1] = "-d";
        arguments[2] = "bob";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return session.run(LOOPBACK, new byte[0], arguments);
    }

    @Test
    void aPeersFilesComeAndWhatWaitsForItGoes() {
        session.run("send", "alice", "hello", "-d", "bob");

        CommandLineSession.Outcome outcome = sync();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("alice: 0 messages, 1 file (1 new), 1 sent\n");
        assertThat(outcome.status()).isZero();
        assertThat(directory.resolve("bob/.peers/alice/shared/a.txt")).exists();
        assertThat(bob.store().outbox().directory().toFile().listFiles())
                .allSatisfy(
                        folder -> assertThat(folder.toPath().resolve(".sent")).isNotEmptyDirectory());
    }

    @Test
    void onATerminalABarShowsHowFarItIsAndIsGoneAtTheEnd() {
        CommandLineSession.Outcome outcome = session.runOnTerminal(LOOPBACK, "sync", "-d", "bob");

        assertThat(outcome.err())
                .startsWith("\r\u001b[K[--------------------]   0%")
                .endsWith("\r\u001b[K");
        assertThat(outcome.out()).isEqualTo("alice: 0 messages, 1 file (1 new)\n");
    }

    @Test
    void jsonSaysTheSame() {
        assertThat(sync("alice", "--json").out()).isEqualTo("""
            [
              {
                "name": "alice",
                "messages": 0,
                "files": 1,
                "new": 1,
                "changed": 0,
                "removed": 0,
                "sent": 0,
                "faults": [],
                "warnings": []
              }
            ]
            """);
    }

    @Test
    void oneFailedPeerMakesTheStatusOneAndStopsNoOther() throws Exception {
        try (ServerSocket closing = new ServerSocket(0)) {
            session.run("peer", "add", "http://127.0.0.1:" + closing.getLocalPort(), "-n", "carol", "-d", "bob");
        }

        CommandLineSession.Outcome outcome = sync();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).isEqualTo("alice: 0 messages, 1 file (1 new)\ncarol: 0 messages, 0 files\n");
        assertThat(outcome.err()).startsWith("openfuse: error: carol: ").hasLineCount(1);
    }

    @Test
    void howPeersAreDoingIsListed() throws Exception {
        try (ServerSocket closing = new ServerSocket(0)) {
            session.run("peer", "add", "http://127.0.0.1:" + closing.getLocalPort(), "-n", "carol", "-d", "bob");
        }
        sync();

        JsonNode peers = new ObjectMapper()
                .readTree(session.run("peer", "list", "--json", "-d", "bob").out());

        assertThat(peers.at("/0/lastTry")).isEqualTo(peers.at("/0/lastSuccess"));
        assertThat(peers.at("/0/lastTry").asText()).isNotEmpty();
        assertThat(peers.at("/0/fault").isNull()).isTrue();
        assertThat(peers.at("/1/lastTry").asText()).isNotEmpty();
        assertThat(peers.at("/1/lastSuccess").isNull()).isTrue();
        assertThat(peers.at("/1/nextTry").isNull()).isTrue();
        assertThat(peers.at("/1/fault").asText()).isNotEmpty();
        assertThat(session.run("status", "-d", "bob").out()).contains("Peers: 2, 1 failing;");
    }

    @Test
    void aPrivateAddressHasToBeAllowed() {
        CommandLineSession.Outcome outcome = session.run("sync", "-d", "bob");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("127.0.0.1 is not a public address; to allow it, add the host or its network to"
                        + " openfuse.sync.allow-private");
        assertThat(alice.calls()).isEmpty();
    }

    @Test
    void whatServePushesIsLeftToIt() throws Exception {
        session.run("send", "alice", "hello", "-d", "bob");
        try (StoreLock serving = StoreLock.acquire(bob.store(), Clock.systemUTC())) {
            assertThat(serving).isNotNull();

            CommandLineSession.Outcome outcome = sync();

            assertThat(outcome.status()).isZero();
            assertThat(outcome.err())
                    .isEqualTo("openfuse: hint: what waits for peers (1) is pushed by serve, process "
                            + ProcessHandle.current().pid() + "\n");
            assertThat(bob.store().outbox().waiting()).hasSize(1);
        }
    }

    @Test
    void aFileThatCantBeReadHoldsUpNothingBehindItInTheOutbox() throws Exception {
        session.run("send", "alice", "hello", "-d", "bob");
        Outbox.Entry entry = bob.store().outbox().waiting().get(0);
        Files.createSymbolicLink(
                bob.store().outbox().directory().resolve(entry.directory()).resolve("2020_from-bob.json"),
                directory.resolve("elsewhere"));

        CommandLineSession.Outcome outcome = sync();

        assertThat(outcome.out()).contains("1 sent");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("2020_from-bob.json");
    }

    @Test
    void whatAPeerWillNeverTakeIsParkedWithTheReason() throws Exception {
        session.run("send", "alice", "hello", "-d", "bob");
        Outbox.Entry entry = bob.store().outbox().waiting().get(0);
        alice.answering(call -> call.method().equals("POST") ? new Answer(400) : files(call));

        CommandLineSession.Outcome outcome = sync();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains(entry.file() + " is parked in .failed/: 127.0.0.1 answered 400");
        assertThat(Files.exists(bob.store()
                        .root()
                        .resolve("outbox")
                        .resolve(entry.directory())
                        .resolve(".failed")
                        .resolve(entry.file())))
                .isTrue();
    }

    @Test
    void listingTheInboxSyncsFirstUnlessItIsToldNotTo() {
        session.run("send", "alice", "hello", "-d", "bob");

        assertThat(session.run(LOOPBACK, new byte[0], "inbox", "list", "--no-sync", "-d", "bob")
                        .status())
                .isZero();
        assertThat(alice.calls()).isEmpty();

        assertThat(session.run(LOOPBACK, new byte[0], "inbox", "list", "-d", "bob")
                        .status())
                .isZero();
        assertThat(alice.calls()).extracting(HttpFarEnd.Call::method).contains("GET", "POST");
        assertThat(directory.resolve("bob/.peers/alice/shared/a.txt")).exists();
    }

    @Test
    void aPeerThatIsAwayFailsNoListing() {
        alice.close();

        CommandLineSession.Outcome outcome = session.run(LOOPBACK, new byte[0], "inbox", "list", "-d", "bob");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).isEqualTo("Inbox is empty.\n");
        assertThat(outcome.err()).startsWith("openfuse: warning: alice: ").hasLineCount(1);
    }

    @Test
    void aMistakeInTheSettingsFailsNoListingAndIsWhatTheDoctorFinds() {
        Map<String, String> mistaken = Map.of("OPENFUSE_SYNC_TIMEOUT", "soon");

        CommandLineSession.Outcome outcome = session.run(mistaken, new byte[0], "inbox", "list", "-d", "bob");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).startsWith("openfuse: warning: peers were not asked: openfuse.sync.timeout");

        CommandLineSession.Outcome doctor = session.run(mistaken, new byte[0], "doctor", "-d", "bob");
        assertThat(doctor.status()).isOne();
        assertThat(doctor.out()).contains("openfuse.sync.timeout");
    }

    @Test
    void aMessageCanBeDeliveredAtOnceUnlessAGatewayRunsThatDoesSo() throws Exception {
        String[] send = {"send", "alice", "hello", "--http", "-d", "bob"};
        try (StoreLock held = StoreLock.acquire(bob.store(), Clock.systemUTC())) {
            assertThat(held).isNotNull();
            assertThat(session.run(LOOPBACK, new byte[0], send).err())
                    .isEqualTo("openfuse: hint: serve runs on the store and delivers it\n");
            assertThat(alice.calls()).isEmpty();
        }

        CommandLineSession.Outcome outcome = session.run(LOOPBACK, new byte[0], send);

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("Delivered to alice: " + alice.url());
        assertThat(alice.calls()).extracting(HttpFarEnd.Call::target).containsExactly("/inbox/alice");
        assertThat(session.run(LOOPBACK, new byte[0], "send", "alice", "x", "--ssh", "-d", "bob")
                        .err())
                .contains("no address is known at which alice can be reached so; the message stays queued");
    }
}
