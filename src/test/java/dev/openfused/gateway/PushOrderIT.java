package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.SignedMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many messages at a time, over a line that breaks, to a peer that says "too often": it takes them in in their order. */
@Timeout(240)
class PushOrderIT {
    private static final int MESSAGES = 600;

    private final MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());

    @TempDir
    Path folder;

    private GatewayProcess serve(TestAgent agent, Map<String, String> more) throws IOException {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "openfuse.sync.allow-private", "127.0.0.1",
                "openfuse.sync.every", "0s",
                "openfuse.deliver.timeout", "2s",
                "openfuse.deliver.retry-first", "20ms",
                "openfuse.deliver.retry-longest", "200ms"));
        settings.putAll(more);
        return GatewayProcess.serve(
                agent.store().root(), GatewayProcess.settings(folder.resolve(agent.name() + ".properties"), settings));
    }

    @Test
    void nothingOvertakesAMessageOfItsSender() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob").knows(alice, true);
        Path audit = folder.resolve("audit.log");
        Path access = folder.resolve("access.log");
        List<String> sent = new ArrayList<>();
        try (FaultyRelay relay = new FaultyRelay(7)) {
            alice.knows(bob, true).peersWith(bob, relay.url());
            for (int i = 0; i < MESSAGES; i++) {
                SignedMessage message = alice.sealTo(bob, "message " + i);
                alice.store().outbox().put(alice.store().mesh().read().keyring().find("bob"), message);
                sent.add(verifier.verify(message).id().value());
            }
            try (GatewayProcess far = serve(
                            bob,
                            Map.of(
                                    "openfuse.receive.rate", "100/s",
                                    "openfuse.audit.file", audit.toString(),
                                    "openfuse.access.file", access.toString()));
                    GatewayProcess near = serve(alice, Map.of())) {
                relay.to(URI.create(far.url()).getPort());
                await().atMost(Duration.ofMinutes(3))
                        .untilAsserted(() ->
                                assertThat(alice.store().outbox().waiting()).isEmpty());
                assertThat(near.isAlive()).isTrue();
            }
        }

        assertThat(received(audit)).containsExactlyElementsOf(sent);
        assertThat(requests(access)).as("requests for %d messages", MESSAGES).isLessThan(MESSAGES / 2);
    }

    private static List<String> received(Path audit) throws IOException {
        return Files.readAllLines(audit).stream()
                .filter(line -> line.contains("decision=received"))
                .map(line -> line.replaceAll(".* id=(\\S+).*", "$1"))
                .toList();
    }

    private static long requests(Path access) throws IOException {
        return Files.readAllLines(access).stream()
                .filter(line -> line.contains("method=POST"))
                .count();
    }
}
