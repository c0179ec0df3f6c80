package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A channel that hangs holds up no other. */
@Timeout(1500)
class HangingBridgesIT {
    private static final int MESSAGES = Boolean.getBoolean("soak") ? 5_000 : 100;
    private static final Duration LONGEST = Duration.ofSeconds(Boolean.getBoolean("soak") ? 1_200 : 60);

    @TempDir
    Path folder;

    @Test
    void ofTenBridgesThreeHangAndSevenDeliver() throws Exception {
        BridgedGateway gateway = new BridgedGateway(folder);
        List<WebhookSink> sinks = new ArrayList<>();
        // Connections are taken by the system; nobody ever reads or answers. No try ends within the time of this test.
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            gateway.bridge(
                    "hanging-hook", "to=webhook", "url=http://" + address, "allow-private=127.0.0.1", "timeout=1h");
            gateway.bridge(
                    "hanging-chat", "to=slack", "url=http://" + address, "allow-private=127.0.0.1", "timeout=1h");
            gateway.bridge(
                    "hanging-mail",
                    "to=email",
                    "server=" + address,
                    "security=none",
                    "sender=gateway@example.org",
                    "address=ops@example.org",
                    "timeout=1h");
            for (int i = 0; i < 7; i++) {
                WebhookSink sink = new WebhookSink();
                sinks.add(sink);
                gateway.bridge("hook-" + i, "to=webhook", "url=" + sink.url(), "allow-private=127.0.0.1");
            }
            try (GatewayProcess process = gateway.serve()) {
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < MESSAGES; i++) {
                    texts.add("message " + i);
                    gateway.send(process, "message " + i);
                }

                for (WebhookSink sink : sinks) {
                    await().atMost(LONGEST).untilAsserted(() -> assertThat(sink.calls())
                            .extracting(WebhookSink.Call::text)
                            .containsExactlyElementsOf(texts));
                }
                assertThat(process.output()).noneMatch(line -> line.contains("delivery "));
                process.kill();
            }
        } finally {
            sinks.forEach(WebhookSink::close);
        }
    }
}
