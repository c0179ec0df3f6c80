package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bridge whose deliveries die has another one tell people. */
@Timeout(120)
class DeadNoticesIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void anotherBridgeTellsOnceWhatItsOwnConditionWouldNotLetThroughAndTheCountsShowIt() throws Exception {
        try (HttpFarEnd refusing =
                        new HttpFarEnd().answering(call -> new HttpFarEnd.Answer(410, "Content-Type", "text/plain"));
                WebhookSink people = new WebhookSink()) {
            BridgedGateway gateway = new BridgedGateway(folder)
                    .bridge("hook", "to=webhook", "url=" + refusing.url(), "allow-private=127.0.0.1", "on-dead=people")
                    .bridge(
                            "people",
                            "to=webhook",
                            "url=" + people.url(),
                            "allow-private=127.0.0.1",
                            "accept=from:nobody");
            try (GatewayProcess process = gateway.serve()) {
                gateway.send(process, "first");
                gateway.send(process, "second");

                await().atMost(LONG).untilAsserted(() -> assertThat(people.calls())
                        .singleElement()
                        .satisfies(call -> assertThat(call.text())
                                .startsWith("Bridge hook gave up on delivery ")
                                .contains("127.0.0.1 answered 410", "--state dead --target bridge:hook")));
                await().atMost(LONG).untilAsserted(() -> assertThat(count(gateway, "bridge:hook", "dead"))
                        .isEqualTo(2));
                assertThat(count(gateway, "bridge:people", "sent")).isEqualTo(1);
                process.kill();
            }
            try (GatewayProcess process = gateway.serve()) {
                BridgedGateway.awaitLine(process, "listening on");
                assertThat(count(gateway, "bridge:people", "queued")).isZero();
                process.kill();
            }
        }
    }

    private static int count(BridgedGateway gateway, String target, String what) throws Exception {
        GatewayProcess.Result counts = GatewayProcess.run(
                "queue",
                "counts",
                "--json",
                "-d",
                gateway.store().toString(),
                "--config",
                gateway.settings().toString());
        for (JsonNode each : new ObjectMapper().readTree(counts.out())) {
            if (each.path("target").asText().equals(target)) {
                return each.path(what).asInt();
            }
        }
        return 0;
    }
}
