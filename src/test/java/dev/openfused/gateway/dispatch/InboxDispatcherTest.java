package dev.openfused.gateway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.TestBridges;
import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.receive.Received;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.StoreOpener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxDispatcherTest {
    @TempDir
    Path folder;

    private final List<String> audit = new CopyOnWriteArrayList<>();
    private TestAgent alice;
    private TestAgent gateway;
    private DeliveryQueue queue;
    private InboxDispatcher dispatcher;

    @BeforeEach
    void openStoreAndQueue() throws Exception {
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), Clock.systemUTC(), QueueOptions.DEFAULT.notDurable());
        dispatcher = start();
    }

    @AfterEach
    void closeQueue() {
        queue.close();
    }

    /** What a start of the gateway makes anew; queue and store stay. */
    private InboxDispatcher start() throws Exception {
        StoreOpener openers = new StoreOpener(gateway.store(), new MessageVerifier(SignatureEngine.best()));
        InboxDispatcher made = new InboxDispatcher(
                gateway.store().inbox(),
                openers::current,
                queue,
                entry -> audit.add(entry.toString()),
                Clock.systemUTC());
        made.prepare();
        return made;
    }

    @Test
    void aNewFileIsEnteredForEveryBridgeThatTakesItsSender() throws Exception {
        dispatcher.running(List.of(
                TestBridges.webhook("all", "accept=any"),
                TestBridges.webhook("friends", "accept=trusted"),
                TestBridges.webhook("subscriptions", "accept=subscribed")));
        assertThat(dispatcher.scan()).isEmpty();

        assertThat(dispatcher.dispatch(put("a.json", sealed("hello")))).isEmpty();

        assertThat(entered()).containsExactly("bridge:all a.json", "bridge:friends a.json");
        assertThat(audit)
                .hasSize(2)
                .allMatch(line -> line.startsWith("decision=dispatched id=") && line.contains(" from=alice "));
    }

    @Test
    void theSameFileAndTheSameMessageUnderAnotherNameAreEnteredOnce() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();
        SignedMessage message = sealed("hello");

        dispatcher.dispatch(put("a.json", message));
        dispatcher.dispatch("a.json");
        dispatcher.dispatch(put("b.json", message));
        dispatcher.scan();

        assertThat(entered()).containsExactly("bridge:all a.json");
    }

    @Test
    void aMessageThatACrashLeftAsAFileOnlyIsKnownWhenItsSenderTriesAgain() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        SignedMessage message = sealed("hello");
        put("a.json", message);

        dispatcher = start();
        dispatcher.scan();
        Received again = gateway.receiver(queue, Clock.systemUTC(), entry -> {})
                .receive(MessageJson.write(message), Optional.empty());

        assertThat(again.outcome()).isEqualTo(Received.Outcome.KNOWN);
        try (Stream<String> names = gateway.store().inbox().names()) {
            assertThat(names).containsExactly("a.json");
        }
    }

    @Test
    void whatWasThereBeforeTheVeryFirstStartIsLeftAlone() throws Exception {
        queue.setNote(InboxDispatcher.BASELINE, null);
        put("old.json", sealed("old"));
        gateway.store().inbox().put("older.json", MessageJson.write(sealed("older")));
        gateway.store().inbox().archive("older.json");

        dispatcher = start();
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();

        assertThat(entered()).isEmpty();
    }

    @Test
    void whatWasThereBeforeTheVeryFirstStartCanBeBackfilled() throws Exception {
        queue.setNote(InboxDispatcher.BASELINE, null);
        put("old.json", sealed("old"));

        dispatcher = start();
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any", "since=all")));
        dispatcher.scan();

        assertThat(entered()).containsExactly("bridge:all old.json");
    }

    @Test
    void aMessageThatCameThroughTheDoorIsEnteredAtOnceAndOnce() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();
        SignedMessage message = sealed("hello");
        dispatcher.expect("a.json");
        put("a.json", message);
        assertThat(dispatcher.dispatch("a.json")).as("its event comes first").isPresent();

        dispatcher.enter("a.json", verified(message), MessageJson.write(message));

        assertThat(entered()).containsExactly("bridge:all a.json");
        assertThat(dispatcher.dispatch("a.json")).as("its event comes again").isEmpty();
        dispatcher.scan();
        assertThat(entered()).containsExactly("bridge:all a.json");
    }

    @Test
    void aFileThatTheDoorWroteButCouldNotEnterIsDispatchedLikeAnyOther() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();
        dispatcher.expect("a.json");
        put("a.json", sealed("hello"));
        assertThat(dispatcher.dispatch("a.json")).isPresent();

        assertThat(dispatcher.dispatch("a.json")).isEmpty();

        assertThat(entered()).containsExactly("bridge:all a.json");
    }

    @Test
    void whatArrivedWhileTheGatewayWasDownGoesToTheBridgesThatRanBefore() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("before", "accept=any")));
        dispatcher.scan();
        put("meanwhile.json", sealed("hello"));

        dispatcher = start();
        dispatcher.running(
                List.of(TestBridges.webhook("before", "accept=any"), TestBridges.webhook("new", "accept=any")));
        dispatcher.scan();
        dispatcher.dispatch(put("later.json", sealed("later")));

        assertThat(entered())
                .containsExactly("bridge:before later.json", "bridge:before meanwhile.json", "bridge:new later.json");
    }

    @Test
    void aBridgeSwitchedOnWhileRunningGetsOlderMessagesOnlyIfItAsksForThem() throws Exception {
        dispatcher.running(List.of());
        dispatcher.scan();
        dispatcher.dispatch(put("old.json", sealed("old", "2026-01-01T00:00:00Z")));
        dispatcher.dispatch(put("recent.json", sealed("recent", "2026-06-01T00:00:00Z")));

        dispatcher.running(List.of(
                TestBridges.webhook("now", "accept=any"),
                TestBridges.webhook("all", "accept=any", "since=all"),
                TestBridges.webhook("date", "accept=any", "since=2026-03-01")));
        dispatcher.dispatch(put("new.json", sealed("new")));

        assertThat(entered())
                .containsExactly(
                        "bridge:all new.json",
                        "bridge:all old.json",
                        "bridge:all recent.json",
                        "bridge:date new.json",
                        "bridge:date recent.json",
                        "bridge:now new.json");
    }

    @Test
    void aBackfillIsDoneOnce() throws Exception {
        dispatcher.running(List.of());
        dispatcher.scan();
        dispatcher.dispatch(put("old.json", sealed("old")));
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any", "since=all")));
        queue.dropAll(Target.bridge("all"), "dropped by the operator");

        dispatcher = start();
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any", "since=all")));
        dispatcher.scan();

        assertThat(queue.list(null, Set.of(Delivery.State.PENDING), 10)).isEmpty();
    }

    @Test
    void aRemovedBridgeGetsNothingMore() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();

        dispatcher.running(List.of());
        dispatcher.dispatch(put("a.json", sealed("hello")));

        assertThat(entered()).isEmpty();
    }

    @Test
    void aFileArchivedBeforeItWasDispatchedIsStillDispatched() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();
        put("a.json", sealed("seen by an event"));
        put("b.json", sealed("found by a scan"));
        gateway.store().inbox().archive("a.json");
        gateway.store().inbox().archive("b.json");

        dispatcher.dispatch("a.json");
        dispatcher.scan();

        assertThat(entered()).containsExactly("bridge:all a.json", "bridge:all b.json");
    }

    @Test
    void aFileThatIsStillWrittenIsWaitedFor() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();
        byte[] whole = MessageJson.write(sealed("hello"));
        Path file = gateway.store().inbox().directory().resolve("a.json");

        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThat(dispatcher.dispatch("a.json")).contains(SettlingFiles.PATIENCE);
        assertThat(dispatcher.scan()).isPresent();
        assertThat(entered()).isEmpty();
        Files.write(file, whole);

        assertThat(dispatcher.dispatch("a.json")).isEmpty();
        assertThat(entered()).containsExactly("bridge:all a.json");
    }

    @Test
    void anUnsignedNoteGoesToBridgesForAnybodyOnceItHasNotChangedForAWhile() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any"), TestBridges.webhook("known")));
        dispatcher.scan();
        Files.writeString(gateway.store().inbox().directory().resolve("2026-01-01_wisp.md"), "just a note");

        assertThat(dispatcher.dispatch("2026-01-01_wisp.md")).isPresent();
        await().pollInterval(Duration.ofMillis(100))
                .until(() -> dispatcher.dispatch("2026-01-01_wisp.md"), Optional::isEmpty);

        assertThat(entered()).containsExactly("bridge:all 2026-01-01_wisp.md");
    }

    @Test
    void stolenCiphertextIsNotDispatched() throws Exception {
        TestAgent mallory = TestAgent.make(folder.resolve("mallory"), "mallory");
        gateway.knows(mallory, true);
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();
        SignedMessage genuine = sealed("for your eyes only");
        SignedMessage theft = sealer().sign("mallory", mallory.keys(), genuine.message());

        dispatcher.dispatch(put("genuine.json", genuine));
        dispatcher.dispatch(put("theft.json", theft));

        assertThat(entered()).containsExactly("bridge:all genuine.json");
        assertThat(audit).anyMatch(line -> line.startsWith("decision=refused") && line.contains("from=mallory"));
    }

    @Test
    void theCiphertextBelongsToTheBestStandingSeenWhoeverWasFirst() throws Exception {
        TestAgent known = TestAgent.make(folder.resolve("known"), "known");
        TestAgent stranger = TestAgent.make(folder.resolve("stranger"), "stranger");
        gateway.knows(known, false);
        dispatcher.running(
                List.of(TestBridges.webhook("all", "accept=any"), TestBridges.webhook("friends", "accept=trusted")));
        dispatcher.scan();
        String ciphertext = Base64.getEncoder().encodeToString("age-encryption.org/v1\n-> X".getBytes(UTF_8));

        dispatcher.dispatch(put("1-stranger.json", sealer().sign("stranger", stranger.keys(), ciphertext)));
        dispatcher.dispatch(put("2-known.json", sealer().sign("known", known.keys(), ciphertext)));
        dispatcher.dispatch(put("3-another-name.json", sealer().sign("eve", known.keys(), ciphertext)));
        dispatcher.dispatch(put("4-genuine.json", sealer().sign("alice", alice.keys(), ciphertext)));
        dispatcher.dispatch(put("5-known.json", sealer().sign("known", known.keys(), ciphertext)));
        dispatcher.dispatch(put("6-genuine.json", sealer().sign("alice", alice.keys(), ciphertext)));

        assertThat(waiting())
                .containsExactly(
                        "bridge:all 4-genuine.json",
                        "bridge:all 6-genuine.json",
                        "bridge:friends 4-genuine.json",
                        "bridge:friends 6-genuine.json");
    }

    @Test
    void whoseCiphertextSaysThatAnotherSealedItClaimsNothing() throws Exception {
        TestAgent stranger = TestAgent.make(folder.resolve("stranger"), "stranger");
        TestAgent another = TestAgent.make(folder.resolve("another"), "another");
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();
        SignedMessage genuine =
                sealer().sealOrSign("another", another.keys(), gateway.keys().encryptionKey(), "hello");

        dispatcher.dispatch(put("1-theft.json", sealer().sign("stranger", stranger.keys(), genuine.message())));
        dispatcher.dispatch(put("2-genuine.json", genuine));

        assertThat(entered()).contains("bridge:all 2-genuine.json");
    }

    @Test
    void anUnsignedFileTakesNoMessagesId() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("friends", "accept=trusted")));
        dispatcher.scan();
        SignedMessage genuine = sealed("hello");
        Files.write(
                gateway.store().inbox().directory().resolve("a.md"),
                Base64.getDecoder().decode(genuine.signature()));
        await().pollInterval(Duration.ofMillis(100)).until(() -> dispatcher.dispatch("a.md"), Optional::isEmpty);

        Received received = gateway.receiver(queue, Clock.systemUTC(), entry -> {})
                .receive(MessageJson.write(genuine), Optional.empty());

        assertThat(received.outcome()).isEqualTo(Received.Outcome.STORED);
    }

    @Test
    void aCopyWithABrokenSignatureDoesNotKeepTheGenuineMessageOut() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("friends", "accept=trusted")));
        dispatcher.scan();
        SignedMessage genuine = sealed("hello");
        SignedMessage broken = new SignedMessage(
                "mallory",
                genuine.timestamp(),
                genuine.message(),
                genuine.signature(),
                genuine.publicKey(),
                null,
                true,
                null);
        put("broken.json", broken);
        await().pollInterval(Duration.ofMillis(100)).until(() -> dispatcher.dispatch("broken.json"), Optional::isEmpty);

        dispatcher.dispatch(put("genuine.json", genuine));

        assertThat(entered()).containsExactly("bridge:friends genuine.json");
    }

    @Test
    void aSenderTrustedAMomentAgoIsTrusted() throws Exception {
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob");
        dispatcher.running(List.of(TestBridges.webhook("friends", "accept=trusted")));
        dispatcher.scan();
        dispatcher.dispatch(put("stranger.json", bob.sealTo(gateway, "hello")));

        gateway.knows(bob, true);
        dispatcher.dispatch(put("friend.json", bob.sealTo(gateway, "hello again")));

        assertThat(entered()).containsExactly("bridge:friends friend.json");
    }

    @Test
    void aLinkIsNotFollowedAndHoldsUpNothing() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(gateway.store().inbox().directory().resolve("link.json"), secret);
        put("z.json", sealed("hello"));

        assertThat(dispatcher.scan()).isEmpty();

        assertThat(entered()).containsExactly("bridge:all z.json");
    }

    @Test
    void whatIsNoRegularFileOrTooLargeIsRefusedOnceWithItsReason() throws Exception {
        Path inbox = gateway.store().inbox().directory();
        dispatcher.scan();
        Files.createDirectory(inbox.resolve("folder.json"));
        Files.createSymbolicLink(inbox.resolve("dangling.json"), Path.of("nowhere.json"));
        Files.write(inbox.resolve("huge.json"), new byte[Inbox.LARGEST + 1]);
        Files.writeString(inbox.resolve("n".repeat(240) + ".json"), "{}");

        dispatcher.dispatch("folder.json");
        dispatcher.scan();
        dispatcher.dispatch("huge.json");
        dispatcher.scan();

        assertThat(audit)
                .allMatch(line -> line.startsWith("decision=refused file=") && line.contains(" reason="))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("=folder.json ").contains("is a folder"),
                        line -> assertThat(line).contains("=dangling.json ").contains("is a symbolic link"),
                        line -> assertThat(line).contains("=huge.json ").contains("is larger than"),
                        line -> assertThat(line).contains("file=\"nnn").contains("longer than 230 bytes"));
    }

    @Test
    void whatIsNoMessageIsRefusedOnceThoughSeveralAreTheSame() throws Exception {
        Path inbox = gateway.store().inbox().directory();
        dispatcher.scan();
        Files.write(inbox.resolve("empty.json"), new byte[0]);
        Files.write(inbox.resolve("empty-too.json"), new byte[0]);

        await().pollInterval(Duration.ofMillis(100)).until(() -> dispatcher.scan(), Optional::isEmpty);
        dispatcher.scan();

        assertThat(audit)
                .allMatch(line -> line.startsWith("decision=refused ") && line.contains(" reason="))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains(" file=empty.json "),
                        line -> assertThat(line).contains(" file=empty-too.json "));
    }

    @Test
    void aFolderThatGoesAndComesBackIsToldOfAgain() throws Exception {
        Path odd = gateway.store().inbox().directory().resolve("folder.json");
        Files.createDirectory(odd);
        dispatcher.scan();
        dispatcher.scan();
        assertThat(audit).hasSize(1);

        Files.delete(odd);
        dispatcher.scan();
        Files.createDirectory(odd);
        dispatcher.dispatch("folder.json");

        assertThat(audit).hasSize(2);
    }

    @Test
    void filesThatAreGoneAreForgottenInTime() throws Exception {
        dispatcher.scan();
        dispatcher.dispatch(put("a.json", sealed("a")));
        dispatcher.dispatch(put("b.json", sealed("b")));
        Files.delete(gateway.store().inbox().directory().resolve("a.json"));

        for (int i = 0; i < 12; i++) {
            dispatcher.scan();
        }

        assertThat(queue.files(InboxDispatcher.SOURCE, "", 10)).containsExactly("b.json");
    }

    @Test
    void whatACrashLeftInQuarantineAsAFileOnlyIsKnownWhenItsSenderTriesAgainAndGoesToNobody() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        SignedMessage message = sealed("hello");
        gateway.store().inbox().quarantine().put("a.json", MessageJson.write(message));

        dispatcher = start();
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        dispatcher.scan();
        Received again = gateway.receiver(queue, Clock.systemUTC(), entry -> {})
                .receive(MessageJson.write(message), Optional.empty());

        assertThat(again.outcome()).isEqualTo(Received.Outcome.KNOWN);
        assertThat(entered()).isEmpty();
    }

    @Test
    void whatIsReleasedFromQuarantineIsDispatchedOnceUnderWhateverNameItGets() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        gateway.store().inbox().quarantine().put("a.json", MessageJson.write(sealed("from a stranger")));
        dispatcher.scan();
        dispatcher.dispatch(put("a.json", sealed("of the same name")));

        String released = gateway.store().inbox().quarantine().release("a.json");
        dispatcher.dispatch(released);
        dispatcher.dispatch(released);
        dispatcher.scan();

        assertThat(entered()).containsExactly("bridge:all a-2.json", "bridge:all a.json");
    }

    @Test
    void whatLeftTheQuarantineIsForgottenThereInTime() throws Exception {
        gateway.store().inbox().quarantine().put("a.json", MessageJson.write(sealed("a")));
        gateway.store().inbox().quarantine().put("b.json", MessageJson.write(sealed("b")));
        dispatcher.scan();
        assertThat(queue.files(QuarantineMemory.SOURCE, "", 10)).containsExactly("a.json", "b.json");

        gateway.store().inbox().quarantine().release("a.json");
        for (int i = 0; i < 12; i++) {
            dispatcher.scan();
        }

        assertThat(queue.files(QuarantineMemory.SOURCE, "", 10)).containsExactly("b.json");
    }

    @Test
    void aQuarantineThatIsALinkIsNotEnteredAndHoldsUpNothing() throws Exception {
        dispatcher.running(List.of(TestBridges.webhook("all", "accept=any")));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.write(elsewhere.resolve("theirs.json"), MessageJson.write(sealed("theirs")));
        Files.createSymbolicLink(gateway.store().inbox().directory().resolve(".quarantine"), elsewhere);
        dispatcher.scan();
        put("a.json", sealed("hello"));

        assertThat(dispatcher.scan()).isEmpty();

        assertThat(entered()).containsExactly("bridge:all a.json");
        assertThat(queue.files(QuarantineMemory.SOURCE, "", 10)).isEmpty();
    }

    // ---- helpers

    private static MessageSealer sealer() {
        return new MessageSealer(SignatureEngine.best(), Clock.systemUTC());
    }

    private SignedMessage sealed(String text) {
        return alice.sealTo(gateway, text);
    }

    private SignedMessage sealed(String text, String time) {
        Clock then = Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
        return new MessageSealer(SignatureEngine.best(), then).sign("alice", alice.keys(), text);
    }

    private static AuthenticMessage verified(SignedMessage message) throws Exception {
        return new MessageVerifier(SignatureEngine.best()).verify(message);
    }

    private String put(String name, SignedMessage message) throws Exception {
        return gateway.store().inbox().put(name, MessageJson.write(message));
    }

    private List<String> entered() {
        return listed(Set.of());
    }

    private List<String> waiting() {
        return listed(Set.of(Delivery.State.PENDING));
    }

    private List<String> listed(Set<Delivery.State> states) {
        return queue.list(null, states, 100).stream()
                .map(d -> d.target() + " " + d.file())
                .sorted()
                .toList();
    }
}
