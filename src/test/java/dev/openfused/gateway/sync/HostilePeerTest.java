package dev.openfused.gateway.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.WaitingMail;
import dev.openfused.gateway.receive.Received;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attack: a peer answers with too much, too little, too late, or with names that lead elsewhere. Whatever it does, there is
 * a line about it, no half file, and the next sync is as if nothing had been.
 */
@Timeout(60)
class HostilePeerTest {
    private static final String TWO_FILES =
            "[{\"name\":\"a.txt\",\"is_dir\":false,\"size\":5}," + "{\"name\":\"b.txt\",\"is_dir\":false,\"size\":5}]";

    @TempDir
    Path folder;

    private final HostilePeer alice = new HostilePeer();
    private TestAgent bob;
    private @Nullable TestAgent carol;
    private Syncing syncing;

    @BeforeEach
    void start() throws Exception {
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        syncing = new Syncing(folder, bob, Clock.systemUTC());
        alice.serving("/ls/shared", TWO_FILES)
                .serving("/read/shared/a.txt", "first")
                .serving("/read/shared/b.txt", "other");
    }

    @AfterEach
    void stop() throws IOException {
        syncing.close();
        alice.close();
    }

    private SyncReport sync() throws IOException {
        return syncing.with("alice", alice.url());
    }

    private Map<String, String> files() throws IOException {
        return syncing.files(".peers/alice");
    }

    private void theNextSyncSucceeds() throws IOException {
        alice.serving("/read/shared/a.txt", "first")
                .serving("/outbox/bob", "[]")
                .serving("/ls/shared", TWO_FILES);
        SyncReport next = sync();
        assertThat(next.faults()).isEmpty();
        assertThat(files()).containsOnlyKeys("shared/a.txt", "shared/b.txt");
        assertThat(files().get("shared/a.txt")).contains("\nfirst\n");
    }

    @Test
    void progressCountsNoMoreThanWouldBeTakenWhateverSizesAreListed() throws Exception {
        alice.serving("/ls/shared", TWO_FILES.replace("5", String.valueOf(Long.MAX_VALUE)));
        List<String> told = new ArrayList<>();
        SyncProgress progress = new SyncProgress() {
            @Override
            public void expected(Kind kind, int count, long bytes) {
                told.add(count + " " + kind + " of " + bytes);
            }

            @Override
            public void moved(Kind kind, long bytes) {
                told.add("one of " + bytes);
            }
        };
        SyncLimits limits = Syncing.LIMITS;

        try (Syncing watched = new Syncing(folder.resolve("watched"), bob, Clock.systemUTC(), limits, progress)) {
            assertThat(watched.with("alice", alice.url()).faults()).isEmpty();
        }

        assertThat(told)
                .endsWith("2 FILES of " + 2 * limits.file(), "one of " + limits.file(), "one of " + limits.file());
    }

    @Test
    void whatWasWrittenBeforeAKillGoesWhenThePeerShowsItNoMore() throws Exception {
        Path memory = bob.store().gatewayDirectory().resolve("sync");
        Path atTheKill = folder.resolve("at-the-kill");
        alice.serving("/read/CONTEXT.md", "busy").on("/read/shared/b.txt", connection -> {
            copy(memory, atTheKill); // all that a process leaves that ends here
            connection.setSoLinger(true, 0);
        });
        sync();
        assertThat(files()).containsOnlyKeys("CONTEXT.md", "shared/a.txt");
        copy(atTheKill, memory);
        alice.on("/read/CONTEXT.md", connection -> HostilePeer.send(connection, HostilePeer.head(404, 0)))
                .serving("/read/shared/b.txt", "other")
                .serving("/ls/shared", "[{\"name\":\"b.txt\",\"is_dir\":false,\"size\":5}]");

        sync();
        sync();

        assertThat(files()).containsOnlyKeys("shared/b.txt");
    }

    /** The files of one folder, and no others. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : filesIn(to)) {
            Files.delete(file);
        }
        for (Path file : filesIn(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aFileThatBreaksOffIsNoFileAndHoldsUpNoOther() throws Exception {
        alice.on("/read/shared/a.txt", HostilePeer.resetAfter(HostilePeer.head(200, 5) + "fi"));

        SyncReport report = sync();

        assertThat(report.faults()).singleElement().asString().startsWith("'shared/a.txt': ");
        assertThat(files()).containsOnlyKeys("shared/b.txt");
        assertThat(bob.store().root().resolve(".peers/alice/.last-sync")).doesNotExist();
        theNextSyncSucceeds();
    }

    @Test
    void aFileThatEndsEarlyIsNoFile() throws Exception {
        alice.on("/read/shared/a.txt", c -> HostilePeer.send(c, HostilePeer.head(200, 5) + "fi"));

        assertThat(sync().faults()).singleElement().asString().startsWith("'shared/a.txt': ");
        assertThat(files()).containsOnlyKeys("shared/b.txt");
        theNextSyncSucceeds();
    }

    @Test
    void aFileThatChangedAndBreaksOffStaysAsItWas() throws Exception {
        sync();
        alice.serving("/ls/shared", TWO_FILES.replace("\"size\":5}]", "\"size\":6}]"))
                .on("/read/shared/b.txt", HostilePeer.resetAfter(HostilePeer.head(200, 6) + "ot"));

        sync();

        assertThat(files().get("shared/b.txt")).contains("\nother\n");
    }

    @Test
    void aFileThatStallsIsGivenUp() throws Exception {
        alice.on("/read/shared/a.txt", HostilePeer.stallAfter(HostilePeer.head(200, 5) + "fi"));

        assertThat(sync().faults()).containsExactly("'shared/a.txt': no whole answer within 2000 ms");
        assertThat(files()).containsOnlyKeys("shared/b.txt");
        theNextSyncSucceeds();
    }

    @Test
    void anEndlessFileIsLeftOutAndNotAskedForEachTime() throws Exception {
        alice.on("/read/shared/a.txt", HostilePeer.endless("x"));

        SyncReport report = sync();
        sync();

        assertThat(report.faults()).isEmpty();
        assertThat(report.warnings()).containsExactly("'shared/a.txt' is left out: it is larger than 1048576 bytes");
        assertThat(files()).containsOnlyKeys("shared/b.txt");
        assertThat(alice.requests().stream().filter(r -> r.contains("a.txt"))).hasSize(1);
    }

    @Test
    void anEndlessListingIsCutShort() throws Exception {
        alice.on("/ls/shared", HostilePeer.endless("["));

        syncing.patient();

        assertThat(sync().faults()).singleElement().asString().contains("larger than");
        theNextSyncSucceeds();
    }

    @Test
    void ofAHundredThousandFilesTheFirstAreKept() throws Exception {
        alice.serving(
                "/ls/shared",
                IntStream.range(0, 100_000)
                        .mapToObj(i -> "{\"name\":\"f" + i + "\",\"is_dir\":false,\"size\":1}")
                        .collect(Collectors.joining(",", "[", "]")));
        try (Syncing few = new Syncing(
                folder.resolve("bob"),
                bob,
                Clock.systemUTC(),
                new SyncLimits(3, 1 << 20, 1 << 20, Duration.ofHours(1), Duration.ofDays(90)))) {
            alice.serving("/read/shared/f0", "0")
                    .serving("/read/shared/f1", "1")
                    .serving("/read/shared/f2", "2");

            SyncReport report = few.with("alice", alice.url());

            assertThat(report.faults()).isEmpty();
            assertThat(report.warnings())
                    .containsExactly("it lists more than 3 files; the others are left out (openfuse.sync.files)");
            assertThat(files()).containsOnlyKeys("shared/f0", "shared/f1", "shared/f2");
        }
    }

    @Test
    void moreThanAPeerMayTakeUpIsLeftOut() throws Exception {
        try (Syncing little = new Syncing(
                folder.resolve("bob"),
                bob,
                Clock.systemUTC(),
                new SyncLimits(10, 100, 7, Duration.ofHours(1), Duration.ofDays(90)))) {
            SyncReport report = little.with("alice", alice.url());

            assertThat(report.warnings()).containsExactly("'shared/b.txt' is left out: it is larger than 2 bytes");
            assertThat(files()).containsOnlyKeys("shared/a.txt");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../x", "..", ".", "", "/etc/x", "a/../../x", "a\\\\b", ".last-sync", ".hidden", "x\\u0000y"})
    void nothingOutsideOfThePeersFolderIsWritten(String name) throws Exception {
        alice.serving(
                "/ls/shared",
                "[{\"name\":\"" + name + "\",\"is_dir\":false,\"size\":1}," + "{\"name\":\"" + name
                        + "\",\"is_dir\":true,\"size\":0}]");

        SyncReport report = sync();

        assertThat(report.warnings()).singleElement().asString().startsWith("2 of its file names lead elsewhere");
        assertThat(files()).isEmpty();
        assertThat(alice.requests())
                .noneMatch(r -> r.startsWith("GET /read/shared/") || r.startsWith("GET /ls/shared/"));
    }

    @Test
    void aLinkInThePeersFolderIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createDirectories(bob.store().root().resolve(".peers/alice"));
        Files.createSymbolicLink(bob.store().root().resolve(".peers/alice/shared"), elsewhere);

        SyncReport report = sync();

        assertThat(report.faults()).hasSize(2).allMatch(line -> line.contains("a symbolic link"));
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aRedirectToAnAddressThatIsNotAllowedIsNotFollowed() throws Exception {
        try (HostilePeer inside = new HostilePeer()) {
            alice.on(
                    "/read/shared/a.txt",
                    c -> HostilePeer.send(
                            c,
                            "HTTP/1.1 302 X\r\nConnection: close\r\nLocation: "
                                    + inside.url().replace("127.0.0.1", "127.0.0.2")
                                    + "/read/shared/a.txt\r\nContent-Length: 0\r\n\r\n"));

            assertThat(sync().faults())
                    .containsExactly("'shared/a.txt': 127.0.0.1 answered 302, a redirect, which is not followed;"
                            + " set the address it leads to");
            assertThat(inside.requests()).isEmpty();
        }
        theNextSyncSucceeds();
    }

    @Test
    void anAddressThatIsNotAllowedIsNotAsked() throws Exception {
        SyncReport report = syncing.allowing("example.org").with("alice", alice.url());

        assertThat(report.away()).isTrue();
        assertThat(report.faults()).singleElement().asString().contains("127.0.0.1 is not a public address");
        assertThat(alice.requests()).isEmpty();
    }

    @Test
    void aPeerThatIsDownIsAskedOnce() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        SyncReport report = syncing.with("alice", "http://127.0.0.1:" + free);

        assertThat(report.away()).isTrue();
        assertThat(report.faults()).hasSize(1);
        theNextSyncSucceeds();
    }

    private static String offered(SignedMessage message, String file) {
        return new String(MessageJson.write(message), UTF_8).replaceFirst("\\{", "{\"_outboxFile\": \"" + file + "\",");
    }

    private SignedMessage fromCarol(String text) throws Exception {
        if (carol == null) {
            carol = TestAgent.make(folder.resolve("carol"), "carol");
        }
        return carol.sealTo(bob, text);
    }

    @Test
    void anAcknowledgementThatGetsNoAnswerHoldsUpNoMessageAndIsMadeUpFor() throws Exception {
        alice.serving(
                        "/outbox/bob",
                        "[" + offered(fromCarol("one"), "bob/1.json") + "," + offered(fromCarol("two"), "bob/2.json")
                                + "]")
                .on("/outbox/bob/bob/1.json", HostilePeer.resetAfter(""))
                .serving("/outbox/bob/bob/2.json", "");

        SyncReport report = sync();

        assertThat(report.messages()).isEqualTo(2);
        assertThat(report.faults()).singleElement().asString().contains("not acknowledged yet");
        assertThat(report.away()).isFalse();
        assertThat(files()).containsOnlyKeys("shared/a.txt", "shared/b.txt");

        alice.serving("/outbox/bob/bob/1.json", "");
        assertThat(sync().faults()).isEmpty();
        assertThat(alice.requests().stream().filter(r -> r.startsWith("DELETE /outbox/bob/bob/1.json")))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3",
                "[]",
                "{\"from\": }",
                "{\"from\": \"carol\", \"message\": \"LONG\"}",
                "{\"junk\": \"LONG\", \"_outboxFile\": \"bob/x.json\"}",
                "{\"_outboxFile\": \"LONG\"}",
                "{\"LONG\": 1}",
                "{\"deep\": DEEP}"
            })
    void oneOddMessageHoldsUpNoneBehindIt(String odd) throws Exception {
        String text = odd.replace("LONG", "x".repeat(5 << 20)).replace("DEEP", "[".repeat(2_000) + "]".repeat(2_000));
        alice.serving("/outbox/bob", "[" + text + "," + offered(fromCarol("behind it"), "bob/2.json") + "]")
                .serving("/outbox/bob/bob/2.json", "");

        SyncReport report = sync();

        assertThat(report.faults()).isEmpty();
        assertThat(report.messages()).isEqualTo(1);
        assertThat(report.warnings()).singleElement().asString().contains("is not accepted and stays at the peer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "nonsense", "[{\"from\": \"carol\"}"})
    void aListOfMailThatIsNoneHoldsUpNoFile(String list) throws Exception {
        alice.serving("/outbox/bob", list);

        SyncReport report = sync();

        assertThat(report.faults()).singleElement().asString().contains("sent no complete list of messages");
        assertThat(report.away()).isFalse();
        assertThat(files()).containsOnlyKeys("shared/a.txt", "shared/b.txt");
    }

    @Test
    void messagesWithNamesThatCantBeAcknowledgedAreTakenOnce() throws Exception {
        alice.serving(
                "/outbox/bob",
                "[" + offered(fromCarol("one"), "") + "," + offered(fromCarol("two"), "x".repeat(1 << 20)) + ","
                        + offered(fromCarol("three"), "../../three.json") + "]");

        SyncReport report = sync();
        SyncReport again = sync();

        assertThat(report.faults()).isEmpty();
        assertThat(report.messages()).isEqualTo(3);
        assertThat(report.warnings()).singleElement().asString().contains("and 2 more were received");
        assertThat(again.warnings()).isEmpty();
        assertThat(alice.requests()).noneMatch(r -> r.startsWith("DELETE"));
        assertThat(Files.size(bob.store().root().resolve(".gateway/sync/alice.json")))
                .isLessThan(10_000);
    }

    @Test
    void aGenuineMessageThatAPeerPaddedDoesNotStandInTheWayOfItself() throws Exception {
        SignedMessage genuine = fromCarol("pay nothing");
        alice.serving(
                "/outbox/bob",
                "[" + offered(genuine, "bob/1.json").replaceFirst("\\{", "{\"junk\": \"" + "x".repeat(5 << 20) + "\",")
                        + "]");

        assertThat(sync().warnings()).singleElement().asString().contains("larger than 4194304 bytes");

        bob.knows(Objects.requireNonNull(carol), true);
        assertThat(syncing.post(MessageJson.write(genuine)).outcome()).isEqualTo(Received.Outcome.STORED);
        assertThat(syncing.texts()).containsExactly("pay nothing");
    }

    @Test
    void ofAMessageThatAPeerPaddedNothingElseIsStored() throws Exception {
        SignedMessage genuine = fromCarol("hello");
        alice.serving(
                        "/outbox/bob",
                        "["
                                + offered(genuine, "bob/1.json")
                                        .replaceFirst("\\{", "{\"junk\": \"" + "x".repeat(1000) + "\",")
                                + "]")
                .serving("/outbox/bob/bob/1.json", "");

        assertThat(sync().messages()).isEqualTo(1);

        assertThat(syncing.files("inbox").values()).containsExactly(new String(MessageJson.write(genuine), UTF_8));
    }

    @Test
    void aMessageThatIsLargerInBytesThanInCharactersIsMeasuredInBytes() throws Exception {
        SignedMessage signed = new MessageSealer(SignatureEngine.best(), Clock.systemUTC())
                .sealOrSign("carol", bob.keys(), null, "€".repeat(1_500_000));
        alice.serving("/outbox/bob", "[" + offered(signed, "bob/1.json") + "]").serving("/outbox/bob/bob/1.json", "");

        SyncReport report = sync();

        assertThat(report.warnings()).singleElement().asString().contains("larger than 4194304 bytes");
        assertThat(syncing.files("inbox")).isEmpty();
        assertThat(alice.requests()).noneMatch(r -> r.startsWith("DELETE"));
    }

    @Test
    void anErrorThatAPeerBringsAboutEndsOnlyItsExchangeAndIsItsState() throws Exception {
        PeerSource killing = new PeerSource() {
            @Override
            public Answer<byte[]> file(List<String> way, @Nullable Version known, long largest) {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public Answer<List<RemoteEntry>> list(
                    List<String> way, @Nullable Version known, int most, ListingAllowance allowance) {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public WaitingMail.Batch mail(Self self, @Nullable String after, Predicate<String> wanted, int most) {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public void acknowledge(Self self, List<String> file) {}

            @Override
            public void close() {}
        };

        SyncReport report = syncing.with("alice", alice.url(), killing);

        assertThat(report.faults())
                .containsExactly("the exchange broke off: java.lang.OutOfMemoryError: Java heap space");
        assertThat(PeerState.of(bob.store().peerFiles(new AgentName("alice")), alice.url())
                        .fault())
                .contains("OutOfMemoryError");
        assertThat(sync().faults()).isEmpty();
    }

    @Test
    void nineHundredFoldersOfLongListingsAreNotReadToTheirEnd() throws Exception {
        String entries = IntStream.range(0, 900)
                .mapToObj(i -> "{\"name\":\"d" + i + "\",\"is_dir\":true}")
                .collect(Collectors.joining(",", "[", "]"));
        alice.serving("/ls/shared", entries);
        String listing = "[" + ("{\"name\":\"" + "x".repeat(200_000) + "\"},").repeat(100) + "{}]";
        for (int i = 0; i < 900; i++) {
            alice.serving("/ls/shared/d" + i, listing);
        }
        syncing.patient();

        SyncReport report = sync();

        assertThat(report.faults()).singleElement().asString().contains("larger than", "bytes together");
        assertThat(alice.requests().stream().filter(r -> r.startsWith("GET /ls/shared/")))
                .hasSizeLessThan(10);
        assertThat(Files.size(bob.store().root().resolve(".gateway/sync/alice.json")))
                .isLessThan(100_000);
    }

    @Test
    void aFolderThatCantBeListedHoldsUpNoOther() throws Exception {
        alice.on("/ls/shared", c -> HostilePeer.send(c, HostilePeer.head(500, 0)))
                .serving("/ls/knowledge", "[7, {\"name\":\"f.md\",\"is_dir\":false,\"size\":4}]")
                .serving("/read/knowledge/f.md", "fact")
                .serving("/read/CONTEXT.md", "busy");

        SyncReport report = sync();

        assertThat(report.faults()).containsExactly("'shared/': 127.0.0.1 answered 500");
        assertThat(files()).containsOnlyKeys("CONTEXT.md", "knowledge/f.md");
    }

    @Test
    void mailThatBreaksOffIsFetchedTheNextTime() throws Exception {
        alice.on("/outbox/bob", HostilePeer.resetAfter(HostilePeer.head(200, 500) + "[{\"from\":\"alice\","));

        SyncReport report = sync();

        assertThat(report.faults()).hasSize(1);
        assertThat(syncing.files("inbox")).isEmpty();
        theNextSyncSucceeds();
    }

    @Test
    void aPeerThatDoesNotKnowUsStillShowsItsFiles() throws Exception {
        alice.on("/outbox/bob", c -> HostilePeer.send(c, HostilePeer.head(403, 0)));

        SyncReport report = sync();

        assertThat(report.faults())
                .containsExactly("its mail for us: 127.0.0.1 answered 403; it may not know our key under our name:"
                        + " have it imported there");
        assertThat(files()).hasSize(2);
    }

    @Test
    void anExchangeThatWasCutShortByUsIsNoFaultOfThePeers() throws Exception {
        assertThat(syncing.unwanted().with("carol", "http://127.0.0.1:1").faults())
                .hasSize(1);

        assertThat(PeerState.of(bob.store().peerFiles(new AgentName("carol")), "http://127.0.0.1:1")
                        .lastTry())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"files\": 3"})
    void aDamagedMemoryCostsNoMoreThanFetchingAgain(String damaged) throws Exception {
        sync();
        Files.writeString(bob.store().root().resolve(".gateway/sync/alice.json"), damaged);

        SyncReport report = sync();

        assertThat(report.faults()).isEmpty();
        assertThat(report.summary()).isEqualTo("alice: 0 messages, 2 files");
    }
}
