package dev.openfused.gateway;

import static dev.openfused.gateway.BridgedGateway.awaitLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.MessageJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who loses the queue's database hears of it, loses no more, and gets back what is on disk. */
class StateLossIT {
    @TempDir
    Path folder;

    private final WebhookSink sink = new WebhookSink();
    private BridgedGateway made;

    @BeforeEach
    void make() throws Exception {
        made = new BridgedGateway(folder).bridge("ops", "to=webhook", "url=" + sink.url(), "allow-private=127.0.0.1");
    }

    @Test
    void aDatabaseDeletedUnderTheGatewayIsSaidAndARebuildOffersWhatIsInTheInbox() throws Exception {
        sink.answering(call -> 500);
        MessageId waiting;
        try (GatewayProcess process = GatewayProcess.serveBriefly(made.store(), made.settings())) {
            waiting = made.send(process, "waits");
            awaitLine(process, "try 1");
            assertThat(doctor()).isEmpty();

            deleteState();

            assertThat(process.post("/inbox", MessageJson.write(made.fromAlice("later")))
                            .statusCode())
                    .isEqualTo(503);
            awaitLine(process, "ERROR", "was deleted or replaced");
            assertThat(doctor()).anyMatch(line -> line.contains("state.db is gone"));
            process.kill();
        }
        sink.answering(call -> 200);
        try (GatewayProcess process = GatewayProcess.serveBriefly(made.store(), made.settings())) {
            awaitLine(process, "ERROR", "is not the one it had", "openfuse queue rebuild");
            assertThat(doctor()).anyMatch(line -> line.contains("was lost"));

            assertThat(run("queue", "rebuild").status()).isZero();

            await().untilAsserted(() -> assertThat(sink.byId()).containsKey(waiting.value()));
            assertThat(doctor()).isEmpty();
            assertThat(run("queue", "rebuild").out()).contains("Entered: 0 ");
        }
    }

    @Test
    void aGatewayThatIsNotToGoOnWithoutItsDatabaseEndsAndStartsOnceItIsRebuilt() throws Exception {
        Files.writeString(made.settings(), Files.readString(made.settings()) + "openfuse.queue.when-lost=stop\n");
        Path settings = folder.resolve("application.properties");
        try (GatewayProcess process = GatewayProcess.serveBriefly(made.store(), settings)) {
            deleteState();
            assertThat(process.waitFor()).isEqualTo(1);
        }
        GatewayProcess.Result start = GatewayProcess.run(
                "serve", "--store", made.store().toString(), "--config", settings.toString(), "--port", "0");
        assertThat(start.status()).isEqualTo(1);
        assertThat(start.err()).contains("openfuse: error: ").contains("openfuse queue rebuild");

        assertThat(run("queue", "rebuild").status()).isZero();
        try (GatewayProcess process = GatewayProcess.serveBriefly(made.store(), settings)) {
            assertThat(process.isAlive()).isTrue();
        }
    }

    private void deleteState() throws IOException {
        for (Path file : BridgedGateway.files(made.store().resolve(".gateway"))) {
            if (file.getFileName().toString().startsWith("state.db")) {
                Files.delete(file);
            }
        }
    }

    private List<String> doctor() throws IOException, InterruptedException {
        GatewayProcess.Result result = run("doctor", "--offline");
        assertThat(result.out() + result.err())
                .contains(result.status() == 0 ? "All is well" : "mend: ")
                .doesNotContain("Exception");
        List<String> findings = new ArrayList<>(result.out().lines().toList());
        findings.removeIf(line -> line.contains("All is well"));
        return findings;
    }

    private GatewayProcess.Result run(String... command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--dir",
                made.store().toString(),
                "--config",
                folder.resolve("application.properties").toString()));
        return GatewayProcess.run(arguments.toArray(String[]::new));
    }
}
