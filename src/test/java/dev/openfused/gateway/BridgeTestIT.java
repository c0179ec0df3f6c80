package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code openfuse bridge test NAME}, as a process of its own. */
@Timeout(120)
class BridgeTestIT {
    @TempDir
    Path folder;

    private GatewayProcess.Result test(BridgedGateway gateway, String name) throws Exception {
        return GatewayProcess.run(
                "bridge", "test", name, "--config", gateway.settings().toString());
    }

    @Test
    void oneHarmlessMessageGoesOutAndNothingElseHappens() throws Exception {
        BridgedGateway gateway = new BridgedGateway(folder);
        try (WebhookSink sink = new WebhookSink()) {
            gateway.bridge(
                    "ops",
                    "to=webhook",
                    "url=" + sink.url(),
                    "allow-private=127.0.0.1",
                    "accept=from:nobody",
                    "enabled=false");

            GatewayProcess.Result result = test(gateway, "ops");

            assertThat(result.err()).isEmpty();
            assertThat(result.out()).matches("Delivered in \\d+ ms\\.\n");
            assertThat(result.status()).isZero();
            assertThat(sink.calls()).hasSize(1);
            assertThat(sink.calls().get(0).text()).contains("This is a test of the bridge 'ops'");
            assertThat(sink.calls().get(0).body().path("from").asText()).isEqualTo("openfuse-test");
            assertThat(gateway.inbox()).isEmpty();
            try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
                assertThat(left.filter(each -> each.getFileName().toString().startsWith("openfuse-test-")))
                        .isEmpty();
            }
        }
    }

    @Test
    void whatTheFarEndRefusesIsToldAndTriedOnce() throws Exception {
        BridgedGateway gateway = new BridgedGateway(folder);
        AtomicInteger calls = new AtomicInteger();
        try (WebhookSink sink = new WebhookSink()) {
            sink.answering(call -> {
                calls.incrementAndGet();
                return 503;
            });
            gateway.bridge("ops", "to=webhook", "url=" + sink.url(), "allow-private=127.0.0.1");

            GatewayProcess.Result result = test(gateway, "ops");

            assertThat(result.status()).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("openfuse: error: bridge 'ops' did not deliver: ")
                    .contains("503");
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void aBridgeThatIsNotThereOrReceivesIsNamed() throws Exception {
        BridgedGateway gateway = new BridgedGateway(folder);
        gateway.bridge("alerts", "from=webhook", "token=only-for-this-test", "recipients=self");

        assertThat(test(gateway, "alerts").err()).contains("no bridge 'alerts' with to= is in the settings");
        assertThat(test(gateway, "opps").status()).isEqualTo(1);
    }
}
