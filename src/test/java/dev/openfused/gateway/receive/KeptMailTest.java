package dev.openfused.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail that was fetched from where nothing can be acknowledged. */
class KeptMailTest {
    private static final String NAME = "2026-11-26T00-00-00-000Z_from-alice.json";

    @TempDir
    Path folder;

    private TestAgent bob;
    private DeliveryQueue queue;
    private InboxReceiver inbox;
    private byte[] message;

    @BeforeEach
    void start() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        bob = TestAgent.make(folder.resolve("bob"), "bob").knows(alice, true);
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), Clock.systemUTC(), QueueOptions.DEFAULT);
        inbox = bob.receiver(queue, Clock.systemUTC(), entry -> {});
        message = MessageJson.write(alice.sealTo(bob, "hello"));
    }

    @AfterEach
    void stop() {
        queue.close();
    }

    private Received take(Instant forgottenBefore) throws Exception {
        return inbox.collect(MessageJson.read(message), new AgentName("alice"), new KeptMail(NAME, forgottenBefore));
    }

    @Test
    void keepsTheNameThatItHasThere() throws Exception {
        Received received = take(Instant.EPOCH);

        assertThat(received.outcome()).isEqualTo(Received.Outcome.STORED);
        assertThat(bob.store().inbox().names()).containsExactly(NAME);
    }

    @Test
    void isKnownWhereverItStandsByThen() throws Exception {
        Files.createDirectories(bob.store().root().resolve("inbox/.read"));
        Files.write(bob.store().root().resolve("inbox/.read").resolve(NAME), message);

        assertThat(take(Instant.EPOCH).outcome()).isEqualTo(Received.Outcome.KNOWN);
        assertThat(bob.store().inbox().names()).isEmpty();
    }

    @Test
    void isStoredAndGoesToNobodyIfItIsOlderThanOurMemory() throws Exception {
        take(Instant.now().plus(Duration.ofHours(1)));

        assertThat(bob.store().inbox().names()).containsExactly(NAME);
        assertThat(queue.unseen("inbox", List.of(NAME)))
                .as("no scan will enter it")
                .isEmpty();
    }
}
