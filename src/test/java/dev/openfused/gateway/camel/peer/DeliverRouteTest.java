package dev.openfused.gateway.camel.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import dev.openfused.gateway.HttpFarEnd.Call;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.audit.LoggedAudit;
import dev.openfused.gateway.bridge.BridgeKinds;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.camel.RouteKeeper;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.dispatch.OutboxDispatcher;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.outbound.HttpPeerWays;
import dev.openfused.gateway.peer.PeerDelivery;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.Delivery.State;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.receive.InboxReceiver;
import dev.openfused.gateway.receive.LimitReachedException;
import dev.openfused.gateway.receive.Received;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import dev.openfused.gateway.sync.PeerSource;
import dev.openfused.gateway.sync.PeerWays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped {@code routes/deliver.yaml} between alice's outbox and bob's inbox, over real HTTP. */
@Timeout(60)
class DeliverRouteTest {
    private static final SignatureEngine ENGINE = SignatureEngine.best();
    private static final MessageVerifier VERIFIER = new MessageVerifier(ENGINE);
    private static final Clock CLOCK = Clock.systemUTC();

    private final Path folder;
    private final HttpFarEnd door = new HttpFarEnd();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private TestAgent alice;
    private TestAgent bob;
    private DeliveryQueue queue;
    private DeliveryQueue memoryOfBob;
    private OutboxDispatcher dispatcher;
    private RouteKeeper<PeerRoutes.Way> routes;
    private volatile boolean waysFail;

    DeliverRouteTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws Exception {
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        bob = TestAgent.make(folder.resolve("bob"), "bob").knows(alice, true);
        alice.knows(bob, true);
        queue = DeliveryQueues.sqlite(folder.resolve("alice.db"), CLOCK, QueueOptions.DEFAULT);
        memoryOfBob = DeliveryQueues.sqlite(folder.resolve("bob.db"), CLOCK, QueueOptions.DEFAULT);
        door.answering(bobsRules());
        Store store = alice.store();
        dispatcher = new OutboxDispatcher(store, new StoreOpener(store, VERIFIER)::current, queue, new LoggedAudit());
        ResolvedSettings settings = Configuration.read(
                        Files.write(
                                folder.resolve("application.properties"),
                                List.of(
                                        "openfuse.sync.allow-private=127.0.0.0/8",
                                        "openfuse.deliver.retry-first=30ms",
                                        "openfuse.deliver.retry-longest=60ms")),
                        Map.of(),
                        Map.of(),
                        BridgeKinds.shipped())
                .gateway();
        PeerLinks links = new PeerLinks();
        Registry registry = context.getRegistry();
        registry.bind("queue", queue);
        registry.bind(
                "pushToPeer",
                new PushToPeer(
                        store,
                        new PeerDelivery(new MessageSealer(ENGINE, CLOCK), CLOCK, Duration.ofDays(7)),
                        links,
                        queue));
        registry.bind("archiveSent", new ArchiveSent(store.outbox()));
        registry.bind("parkFailed", new ParkFailed(store.outbox()));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:routes/deliver.yaml"));
        context.start();
        HttpPeerWays http = new HttpPeerWays(settings, CLOCK);
        PeerWays ways = new PeerWays() {
            @Override
            public PeerSource source(Mesh.Peer peer) {
                return http.source(peer);
            }

            @Override
            public PeerTransport transport(Mesh.Peer peer) throws IOException {
                if (waysFail) {
                    throw new IOException("not now");
                }
                return http.transport(peer);
            }
        };
        routes = new RouteKeeper<>(context, "peers", new PeerRoutes(context, store, settings, ways, links));
        routes.start();
    }

    @AfterEach
    void stop() throws Exception {
        routes.close();
        context.close();
        queue.close();
        memoryOfBob.close();
        door.close();
    }

    /** Bob's gateway: a known message is 200, a stale one 403. */
    private HttpFarEnd.Rule bobsRules() {
        InboxReceiver receiver = bob.receiver(memoryOfBob, CLOCK, new LoggedAudit());
        return call -> {
            try {
                Received received = receiver.receive(call.body(), Optional.empty());
                return new Answer(received.outcome() == Received.Outcome.STORED ? 201 : 200);
            } catch (RejectedMessageException e) {
                return new Answer(e.reason() == RejectedMessageException.Reason.MALFORMED ? 400 : 403);
            } catch (LimitReachedException | StoreException e) {
                return new Answer(500);
            }
        };
    }

    private Outbox.Entry queued(Duration ago, String text) throws Exception {
        SignedMessage message = new MessageSealer(ENGINE, Clock.offset(CLOCK, ago.negated()))
                .seal("alice", alice.keys(), Objects.requireNonNull(bob.keys().encryptionKey()), text);
        return alice.store().outbox().put(bobAsAliceKnowsHim(), message);
    }

    private KeyringEntry bobAsAliceKnowsHim() throws Exception {
        return alice.store().mesh().read().keyring().find("bob");
    }

    private void dispatch(Outbox.Entry entry) {
        assertThat(dispatcher.dispatch(entry.directory() + '/' + entry.file())).isEmpty();
    }

    private Delivery awaitState(Outbox.Entry entry, State state) {
        return await().pollInterval(Duration.ofMillis(20))
                .until(
                        () -> queue.list(null, Set.of(), 100).stream()
                                .filter(d -> d.file().equals(entry.file()))
                                .findFirst()
                                .orElse(null),
                        d -> d != null && d.state() == state);
    }

    private Path file(Outbox.Entry entry, String... below) {
        Path path = alice.store().outbox().directory().resolve(entry.directory());
        for (String name : below) {
            path = path.resolve(name);
        }
        return path.resolve(entry.file());
    }

    private List<String> inboxOfBob() throws Exception {
        try (Stream<String> names = bob.store().inbox().names()) {
            return names.toList();
        }
    }

    @Test
    void aQueuedMessageReachesTheInboxByteForByteAndIsArchived() throws Exception {
        alice.peersWith(bob, door.url());
        routes.refresh();
        Outbox.Entry entry = queued(Duration.ZERO, "hello bob");
        byte[] content = Files.readAllBytes(file(entry));
        dispatch(entry);
        awaitState(entry, State.DONE);

        assertThat(inboxOfBob()).hasSize(1);
        assertThat(bob.store().inbox().read(inboxOfBob().get(0))).hasValue(content);
        assertThat(file(entry)).doesNotExist();
        assertThat(file(entry, ".sent")).hasBinaryContent(content);
        assertThat(door.calls()).extracting(Call::target).containsExactly("/inbox/bob");
    }

    @Test
    void aPeerThatGetsAnAddressWhileWeRunIsPushedToWithoutARestart() throws Exception {
        Outbox.Entry entry = queued(Duration.ZERO, "hello bob");
        dispatch(entry);
        assertThat(context.getRoutes()).isEmpty();

        alice.peersWith(bob, door.url());
        await().until(() -> context.getRoutes().size() == 1);
        dispatch(entry);
        awaitState(entry, State.DONE);
        alice.store().mesh().removePeer("bob");
        await().until(() -> context.getRoutes().isEmpty());

        assertThat(inboxOfBob()).hasSize(1);
    }

    @Test
    void aPeerThatCouldNotBeReachedForAMomentIsPushedToAfterIt() throws Exception {
        waysFail = true;
        alice.peersWith(bob, door.url());
        routes.refresh();
        Outbox.Entry entry = queued(Duration.ZERO, "hello bob");
        dispatch(entry);
        assertThat(context.getRoutes()).isEmpty();

        waysFail = false;
        awaitState(entry, State.DONE);

        assertThat(inboxOfBob()).hasSize(1);
    }

    @Test
    void aPeerWhoseAddressChangesIsPushedToAtTheNewOne() throws Exception {
        alice.peersWith(bob, "http://127.0.0.1:9");
        routes.refresh();
        Outbox.Entry entry = queued(Duration.ZERO, "hello bob");
        dispatch(entry);
        await().until(() -> queue.list(null, Set.of(), 10).get(0).reason() != null);

        alice.store().mesh().removePeer("bob");
        alice.peersWith(bob, door.url());
        awaitState(entry, State.DONE);

        assertThat(inboxOfBob()).hasSize(1);
    }

    @Test
    void aMessageThatWaitedTooLongIsSignedAgainAndItsFileIsAsItWas() throws Exception {
        alice.peersWith(bob, door.url());
        routes.refresh();
        Outbox.Entry entry = queued(Duration.ofHours(3), "hello bob");
        byte[] content = Files.readAllBytes(file(entry));
        dispatch(entry);
        Delivery done = awaitState(entry, State.DONE);

        assertThat(door.calls()).hasSize(2);
        assertThat(door.calls().get(0).body()).isEqualTo(content);
        assertThat(file(entry, ".sent")).hasBinaryContent(content);
        assertThat(inboxOfBob()).hasSize(1);
        assertThat(memoryOfBob.isKnown(done.id())).isTrue();
    }

    @Test
    void aMessageThatBobHadAllAlongIsNotStoredTwice() throws Exception {
        Outbox.Entry entry = queued(Duration.ofMinutes(5), "hello bob");
        HttpFarEnd.Rule rules = bobsRules();
        door.answering(call -> {
            Answer stored = rules.to(call);
            return door.calls().size() == 1 ? new Answer(502) : stored;
        });
        alice.peersWith(bob, door.url());
        routes.refresh();
        dispatch(entry);
        awaitState(entry, State.DONE);

        assertThat(door.calls()).hasSize(2);
        assertThat(inboxOfBob()).hasSize(1);
    }

    @Test
    void whatThePeerWillNeverTakeIsParkedWithTheReason() throws Exception {
        door.answering(call -> new Answer(413, Map.of(), "too large for us"));
        alice.peersWith(bob, door.url());
        routes.refresh();
        Outbox.Entry entry = queued(Duration.ZERO, "hello bob");
        dispatch(entry);
        Delivery dead = awaitState(entry, State.DEAD);

        assertThat(dead.reason()).isEqualTo("127.0.0.1 answered 413: too large for us");
        assertThat(file(entry)).doesNotExist();
        assertThat(file(entry, ".failed")).exists();
        assertThat(file(entry, ".failed").resolveSibling(entry.file() + ".reason"))
                .content()
                .contains("127.0.0.1 answered 413: too large for us");
    }

    @Test
    void whatThePeerFetchedInTheMeantimeIsNotPushed() throws Exception {
        door.answering(503);
        alice.peersWith(bob, door.url());
        routes.refresh();
        Outbox.Entry entry = queued(Duration.ZERO, "hello bob");
        dispatch(entry);
        await().until(() -> !door.calls().isEmpty());
        alice.store().outbox().sent(entry);
        awaitState(entry, State.DONE);

        assertThat(inboxOfBob()).isEmpty();
    }

    @Test
    void mailOfSomebodyWhoseNameBeginsTheSameIsNotPushedToBob() throws Exception {
        TestAgent smith = TestAgent.make(folder.resolve("smith"), "bob-smith");
        alice.knows(smith, true).peersWith(bob, door.url());
        Outbox.Entry entry = alice.store()
                .outbox()
                .put(alice.store().mesh().read().keyring().find("bob-smith"), alice.sealTo(smith, "for smith only"));
        routes.refresh();
        dispatch(entry);

        assertThat(queue.list(null, Set.of(), 10)).isEmpty();
        assertThat(context.getRoutes()).hasSize(1);
        assertThat(file(entry)).exists();
    }
}
