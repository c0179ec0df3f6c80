package dev.openfused.gateway.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeConfiguration;
import dev.openfused.gateway.bridge.BridgeKinds;
import dev.openfused.gateway.compose.Recipients;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.Order;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.settings.PropertiesFile;
import dev.openfused.gateway.settings.SettingSources;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who began a conversation is the agent of what a channel delivered, and nobody else. */
class ConversationsTest {
    @TempDir
    Path folder;

    private TestAgent alice;
    private TestAgent bob;
    private TestAgent gateway;
    private DeliveryQueue queue;
    private List<Bridge> bridges;
    private Conversations conversations;

    @BeforeEach
    void make() throws Exception {
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        gateway = TestAgent.make(folder.resolve("gateway"), "gateway")
                .knows(alice, true)
                .knows(bob, false);
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), Clock.systemUTC(), QueueOptions.DEFAULT.notDurable());
        bridges = BridgeConfiguration.parse(
                new SettingSources(
                        Map.of(
                                "openfuse.bridge.chat.to", "file",
                                "openfuse.bridge.chat.directory", "out",
                                "openfuse.bridge.hook.to", "webhook",
                                "openfuse.bridge.hook.url", "https://hooks.example.org/",
                                "openfuse.bridge.in.from", "file",
                                "openfuse.bridge.in.directory", "in",
                                "openfuse.bridge.in.recipients", "self"),
                        Map.of(),
                        PropertiesFile.none(),
                        Path.of("")),
                BridgeKinds.shipped());
        conversations = new Conversations(gateway.store(), queue, name -> bridges.stream()
                .filter(bridge -> bridge.name().value().equals(name))
                .findFirst());
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private MessageId delivered(String text, TestAgent sender, String bridge, String remoteId) {
        MessageId id = MessageId.of(Digests.sha256(text.getBytes(UTF_8)));
        Target target = Target.bridge(bridge);
        String fingerprint = sender.keys().fingerprint().value();
        queue.dispatch(
                new SeenFile("inbox", text + ".json", id, fingerprint, null, List.of(target)), text.getBytes(UTF_8));
        Claim claim = queue.claim(target, Order.NONE, 1, Duration.ofMinutes(1)).get(0);
        queue.done(claim, remoteId);
        return id;
    }

    private Bridge inward() {
        return bridges.stream()
                .filter(bridge -> bridge.name().value().equals("in"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itIsTheAgentOfTheFirstMessageThatIsKnown() throws Exception {
        MessageId id = delivered("one", alice, "chat", "r1");
        delivered("two", bob, "chat", "r2");

        assertThat(conversations.of(inward(), List.of("unknown", "r1", "r2")))
                .contains(new Conversations.Begun(
                        Recipients.of(List.of(alice.keys().fingerprint().value().replace(":", ""))), id));
    }

    @Test
    void ourOwnAgentIsAnsweredByName() throws Exception {
        MessageId id = delivered("one", gateway, "chat", "r1");

        assertThat(conversations.of(inward(), List.of("r1")))
                .contains(new Conversations.Begun(Recipients.of(List.of("gateway")), id));
    }

    @Test
    void whatAnotherKindOfChannelDeliveredWhatAStrangerSentAndWhatSeveralSaidIsNobodys() throws Exception {
        TestAgent stranger = TestAgent.make(folder.resolve("stranger"), "stranger");
        delivered("one", alice, "hook", "r1");
        delivered("two", stranger, "chat", "r2");
        delivered("three", alice, "chat", "digest");
        delivered("four", bob, "chat", "digest");

        assertThat(conversations.of(inward(), List.of("r1", "r2", "digest", "")))
                .isEmpty();
    }
}
