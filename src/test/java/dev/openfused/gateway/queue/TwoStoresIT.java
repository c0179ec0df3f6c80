package dev.openfused.gateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.BridgedGateway;
import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.WebhookSink;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways of one agent, each with a directory of its own, share a queue. */
@ExtendWith(PostgresServer.Installed.class)
class TwoStoresIT {
    private static final int ROUNDS = Boolean.getBoolean("soak") ? 20 : 2;
    private static final int MESSAGES = 10;

    @TempDir
    Path folder;

    private final PostgresServer server;
    private final MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());
    private final Set<String> sent = new HashSet<>();

    TwoStoresIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void filesOfOneNameInBothInboxesEachGetThroughOnce() throws Exception {
        try (WebhookSink sink = new WebhookSink()) {
            BridgedGateway made = new BridgedGateway(folder)
                    .bridge("ops", "to=webhook", "url=" + sink.url(), "allow-private=127.0.0.1");
            Path settings = made.settings();
            Files.writeString(
                    settings,
                    "openfuse.queue.url=%s%nopenfuse.queue.user=%s%nopenfuse.queue.password=%s%n"
                            .formatted(server.url(), server.user(), server.password()),
                    StandardOpenOption.APPEND);
            Path one = made.store();
            Path two = folder.resolve("two");
            copy(one, two);
            for (int round = 0; round < ROUNDS; round++) {
                try (GatewayProcess first = GatewayProcess.serveBriefly(one, settings);
                        GatewayProcess second = GatewayProcess.serveBriefly(two, settings)) {
                    for (int i = 0; i < MESSAGES; i++) {
                        String name = "2026-01-01T00-00-%02dZ_%d.json".formatted(i, round);
                        drop(made, one, name);
                        drop(made, two, name);
                    }
                    await().untilAsserted(() -> assertThat(sink.byId().keySet()).containsAll(sent));
                    first.stop();
                    second.stop();
                }
            }
            assertThat(sink.byId().keySet()).isEqualTo(sent);
            Map<String, List<WebhookSink.Call>> calls = sink.byId();
            assertThat(calls).allSatisfy((id, each) -> assertThat(each).hasSize(1));
        }
    }

    private void drop(BridgedGateway made, Path store, String name) throws Exception {
        SignedMessage message = made.fromAlice("in " + store.getFileName() + ' ' + name);
        sent.add(verifier.verify(message).id().value());
        Path part = Files.write(folder.resolve("part"), MessageJson.write(message));
        Files.move(part, store.resolve("inbox").resolve(name));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
