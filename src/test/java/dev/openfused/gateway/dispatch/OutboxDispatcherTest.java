package dev.openfused.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.StoreOpener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxDispatcherTest {
    @TempDir
    Path folder;

    private TestAgent alice;
    private TestAgent bob;
    private DeliveryQueue queue;
    private OutboxDispatcher dispatcher;

    @BeforeEach
    void openStoreAndQueue() throws Exception {
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        alice = TestAgent.make(folder.resolve("alice"), "alice").knows(bob, true);
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), Clock.systemUTC(), QueueOptions.DEFAULT.notDurable());
        StoreOpener openers = new StoreOpener(alice.store(), new MessageVerifier(SignatureEngine.best()));
        dispatcher = new OutboxDispatcher(alice.store(), openers::current, queue, entry -> {});
    }

    @AfterEach
    void closeQueue() {
        queue.close();
    }

    @Test
    void aMessageForAPeerWithAnHttpAddressIsEnteredOnce() throws Exception {
        alice.peersWith(bob, "http://127.0.0.1:2053");
        String file = put(alice.sealTo(bob, "hello"));

        assertThat(dispatcher.dispatch(file)).isEmpty();
        dispatcher.dispatch(file);
        dispatcher.scan();

        assertThat(entered()).containsExactly("peer:" + file.replace("/", " "));
    }

    @Test
    void aMessageForSomebodyWithoutAddressWaitsUntilThereIsOne() throws Exception {
        String file = put(alice.sealTo(bob, "hello"));
        dispatcher.dispatch(file);
        dispatcher.scan();
        assertThat(entered()).isEmpty();

        alice.peersWith(bob, "https://bob.example.org");
        dispatcher.scan();

        assertThat(entered()).containsExactly("peer:" + file.replace("/", " "));
    }

    @Test
    void aPeerOverSshIsPushedToLikewise() throws Exception {
        alice.peersWith(bob, "ssh://bob:/store");
        String file = put(alice.sealTo(bob, "hello"));

        dispatcher.scan();

        assertThat(entered()).containsExactly("peer:" + file.replace("/", " "));
    }

    @Test
    void aPeerWithAnAddressOfAnotherKindIsNotPushedTo() throws Exception {
        alice.peersWith(bob, "ftp://bob/store");
        put(alice.sealTo(bob, "hello"));

        dispatcher.scan();

        assertThat(entered()).isEmpty();
    }

    @Test
    void bobDoesNotGetTheMailOfBobSmith() throws Exception {
        TestAgent smith = TestAgent.make(folder.resolve("smith"), "bob-smith");
        alice.knows(smith, true).peersWith(bob, "http://127.0.0.1:2053");
        SignedMessage message = alice.sealTo(smith, "for bob-smith");
        alice.store().outbox().put(alice.store().mesh().read().keyring().find("bob-smith"), message);

        dispatcher.scan();

        assertThat(entered()).isEmpty();
    }

    @Test
    void oneMessageForTwoPeersReachesBoth() throws Exception {
        TestAgent carol = TestAgent.make(folder.resolve("carol"), "carol");
        alice.knows(carol, true).peersWith(bob, "http://127.0.0.1:2053").peersWith(carol, "http://127.0.0.1:2054");
        SignedMessage message = alice.sealTo(bob, "hello");
        put(message);
        alice.store().outbox().put(alice.store().mesh().read().keyring().find("carol"), message);

        dispatcher.scan();

        assertThat(entered())
                .hasSize(2)
                .anyMatch(l -> l.startsWith("peer:bob-"))
                .anyMatch(l -> l.startsWith("peer:carol-"));
    }

    @Test
    void aFileThatIsNoMessageIsParkedWithTheReason() throws Exception {
        alice.peersWith(bob, "http://127.0.0.1:2053");
        String good = put(alice.sealTo(bob, "hello"));
        String peer = good.substring(0, good.indexOf('/'));
        Path directory = alice.store().outbox().directory().resolve(peer);
        Files.writeString(directory.resolve("broken.json"), "{");
        String broken = peer + "/broken.json";

        await().pollInterval(Duration.ofMillis(100)).until(() -> dispatcher.dispatch(broken), Optional::isEmpty);

        assertThat(directory.resolve(".failed/broken.json")).exists();
        assertThat(directory.resolve(".failed/broken.json.reason")).isNotEmptyFile();
    }

    @Test
    void aDeliveredFileIsForgotten() throws Exception {
        alice.peersWith(bob, "http://127.0.0.1:2053");
        String delivered = put(alice.sealTo(bob, "one"));
        String waiting = put(alice.sealTo(bob, "two"));
        dispatcher.scan();
        String directory = delivered.substring(0, delivered.indexOf('/'));

        alice.store().outbox().sent(new Outbox.Entry(directory, delivered.substring(delivered.indexOf('/') + 1)));
        dispatcher.scan();

        assertThat(queue.files("outbox/" + directory, "", 10))
                .containsExactly(waiting.substring(waiting.indexOf('/') + 1));
    }

    private String put(SignedMessage message) throws Exception {
        Outbox.Entry entry =
                alice.store().outbox().put(alice.store().mesh().read().keyring().find("bob"), message);
        assertThat(MessageJson.read(alice.store().outbox().read(entry))).isEqualTo(message);
        return entry.directory() + '/' + entry.file();
    }

    private List<String> entered() {
        return queue.list(null, Set.of(), 100).stream()
                .map(d -> d.target() + " " + d.file())
                .sorted()
                .toList();
    }
}
