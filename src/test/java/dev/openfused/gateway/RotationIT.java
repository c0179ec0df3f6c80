package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.message.MessageJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that runs goes on with the keys that an operator puts in the place of the old ones. */
class RotationIT {
    @TempDir
    Path folder;

    @Test
    void mailToTheNewKeysIsForwardedWithoutARestartAndSoIsMailToTheOldOnes() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent before = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        try (WebhookSink sink = new WebhookSink();
                GatewayProcess process =
                        GatewayProcess.serveBriefly(before.store().root(), bridgeTo(sink))) {
            process.post("/inbox", MessageJson.write(alice.sealTo(before, "before it")));
            awaitTexts(sink, "before it");

            GatewayProcess.Result rotated = GatewayProcess.run(
                    "rotate", "--local", "--yes", "--dir", before.store().root().toString());

            assertThat(rotated.status()).as(rotated.err()).isZero();
            TestAgent after =
                    new TestAgent("gateway", before.store(), before.store().keys());
            assertThat(after.keys().publicKey()).isNotEqualTo(before.keys().publicKey());
            assertThat(after.keys().encryptionKey()).isNotEqualTo(before.keys().encryptionKey());
            process.post("/inbox", MessageJson.write(alice.sealTo(after, "to the new key")));
            process.post("/inbox", MessageJson.write(alice.sealTo(before, "to the old key")));
            awaitTexts(sink, "before it", "to the new key", "to the old key");
        }
    }

    private Path bridgeTo(WebhookSink sink) throws Exception {
        return GatewayProcess.settings(
                folder.resolve("application.properties"),
                Map.of(
                        "openfuse.bridge.ops.to", "webhook",
                        "openfuse.bridge.ops.url", sink.url(),
                        "openfuse.bridge.ops.allow-private", "127.0.0.1"));
    }

    private static void awaitTexts(WebhookSink sink, String... texts) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(sink.calls())
                .extracting(WebhookSink.Call::text)
                .containsExactlyInAnyOrder(texts));
    }
}
