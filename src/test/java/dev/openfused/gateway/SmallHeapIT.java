package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.message.MessageJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packaged gateway with little memory, under a supervisor that restarts it when it ends with the status for that: it
 * serves on or ends, and never lives without serving. Nothing that it accepted is lost.
 */
@Timeout(600)
class SmallHeapIT {
    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = SOAK ? 10 : 1;

    /** Sealed, a message is 930 KB. */
    private static final int TEXT = 697_000;

    private static final Duration LONG = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private final WebhookSink sink = new WebhookSink();
    private final ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);
    private BridgedGateway gateway;
    private final AtomicReference<GatewayProcess> process = new AtomicReference<>();

    static List<String> heaps() {
        return SOAK ? List.of("-Xmx64m", "-Xmx96m", "-Xmx128m") : List.of("-Xmx64m");
    }

    @BeforeEach
    void bridge() throws Exception {
        gateway =
                new BridgedGateway(folder).bridge("hook", "to=webhook", "url=" + sink.url(), "allow-private=127.0.0.1");
    }

    @AfterEach
    void close() {
        callers.shutdownNow();
        running().close();
        sink.close();
    }

    @ParameterizedTest
    @MethodSource("heaps")
    void manyLargeMessagesAtOnceAreAllAcceptedAndDeliveredByWhatServesOnOrIsRestarted(String heap) throws Exception {
        process.set(GatewayProcess.serve(gateway.store(), gateway.settings(), heap));
        for (int round = 1; round <= ROUNDS; round++) {
            sink.calls().clear();
            List<Future<String>> accepted = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                String text = round + "." + i + ": ";
                byte[] message = MessageJson.write(gateway.fromAlice(text + "x".repeat(TEXT)));
                accepted.add(callers.submit(() -> {
                    await().atMost(LONG).until(() -> isAccepted(message));
                    return text;
                }));
            }
            await().atMost(LONG).until(() -> {
                restartIfEnded(heap);
                return accepted.stream().allMatch(Future::isDone);
            });
            for (Future<String> each : accepted) {
                String text = each.get();
                await().atMost(LONG).until(() -> {
                    restartIfEnded(heap);
                    return sink.calls().stream().anyMatch(call -> call.text().startsWith(text));
                });
            }
        }
        assertThat(running().get("/profile").statusCode()).isEqualTo(200);
    }

    private GatewayProcess running() {
        return Objects.requireNonNull(process.get());
    }

    private boolean isAccepted(byte[] message) throws InterruptedException {
        try {
            HttpResponse<String> answer = running().post("/inbox", message);
            assertThat(answer.statusCode()).isIn(200, 201, 503);
            return answer.statusCode() != 503;
        } catch (IOException e) {
            return false; // it ends, or is too busy
        }
    }

    private void restartIfEnded(String heap) throws Exception {
        GatewayProcess served = running();
        if (!served.isAlive()) {
            assertThat(served.waitFor())
                    .as(() -> String.join("\n", served.output()))
                    .isEqualTo(3);
            process.set(GatewayProcess.serve(gateway.store(), gateway.settings(), heap));
        }
    }
}
