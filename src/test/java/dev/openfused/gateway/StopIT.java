package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.message.MessageJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is told to stop does so, whoever keeps it waiting. */
class StopIT {
    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void aFarEndThatDoesNotAnswerHoldsNobodyUpAndGetsItsMessageAfterTheNextStart() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        try (WebhookSink sink = new WebhookSink()) {
            sink.answering(call -> {
                called.countDown();
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return -1;
            });
            Path settings = GatewayProcess.settings(
                    folder.resolve("application.properties"),
                    Map.of(
                            "openfuse.stop-timeout", "2s",
                            "openfuse.bridge.ops.to", "webhook",
                            "openfuse.bridge.ops.url", sink.url(),
                            "openfuse.bridge.ops.timeout", "10m",
                            "openfuse.bridge.ops.allow-private", "127.0.0.1"));
            try (GatewayProcess process =
                    GatewayProcess.serveBriefly(gateway.store().root(), settings)) {
                process.post("/inbox", MessageJson.write(alice.sealTo(gateway, "still here")));
                assertThat(called.await(45, TimeUnit.SECONDS)).isTrue();

                assertThat(process.stop()).isEqualTo(143);
            }
            hold.countDown();
            sink.answering(call -> 200);
            try (GatewayProcess process =
                    GatewayProcess.serveBriefly(gateway.store().root(), settings)) {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(sink.calls())
                        .extracting(WebhookSink.Call::text)
                        .containsExactly("still here"));
                assertThat(process.isAlive()).isTrue();
            }
        }
    }
}
