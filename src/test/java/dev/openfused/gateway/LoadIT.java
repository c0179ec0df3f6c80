package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at once, at the packaged gateway: what was answered 201 is there, whenever the gateway is told to stop. */
class LoadIT {
    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final int CALLERS = 64;
    private static final int MESSAGES = SOAK ? 20_000 : 2_000;
    private static final int STOPS = SOAK ? 20 : 3;

    @TempDir
    Path folder;

    private final MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());
    private TestAgent alice;
    private TestAgent gateway;
    private Path settings;

    @BeforeEach
    void agents() throws Exception {
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        settings = GatewayProcess.settings(
                folder.resolve("application.properties"),
                Map.of(
                        "openfuse.audit.file", folder.resolve("audit.log").toString(),
                        "openfuse.access.file", folder.resolve("access.log").toString()));
    }

    @Test
    void allMessagesOfManyCallersAreAcceptedAndNoneIsLost() throws Exception {
        AtomicInteger number = new AtomicInteger();
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        try (GatewayProcess process = GatewayProcess.serve(gateway.store().root(), settings)) {
            new Callers(() -> {
                        while (number.incrementAndGet() <= MESSAGES) {
                            String id = post(process, accepted, refused);
                            assertThat(id).as("a call that was cut off").isNotNull();
                        }
                    })
                    .finish();
        }

        assertThat(refused).isEmpty();
        assertThat(accepted).hasSize(MESSAGES);
        assertThat(inbox()).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    void whatWasAnswered201IsThereAfterASigterm() throws Exception {
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        for (int stop = 1; stop <= STOPS; stop++) {
            int before = accepted.size();
            try (GatewayProcess process =
                    GatewayProcess.serveBriefly(gateway.store().root(), settings)) {
                Callers callers = new Callers(() -> {
                    while (post(process, accepted, refused) != null) {
                        assertThat(refused).isEmpty();
                    }
                });
                await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() > before + 300);
                process.stop();
                callers.finish();
            }
        }

        assertThat(accepted).hasSizeGreaterThan(300 * STOPS);
        assertThat(inbox()).containsAll(accepted);
    }

    /** Many threads that all do the same. */
    private static final class Callers {
        private interface Work {
            void run() throws Exception;
        }

        private final Set<Throwable> faults = ConcurrentHashMap.newKeySet();
        private final List<Thread> threads;

        Callers(Work work) {
            threads = IntStream.range(0, CALLERS)
                    .mapToObj(i -> new Thread(() -> run(work)))
                    .toList();
            threads.forEach(Thread::start);
        }

        private void run(Work work) {
            try {
                work.run();
            } catch (Exception | AssertionError e) {
                faults.add(e);
            }
        }

        void finish() throws InterruptedException {
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(faults).isEmpty();
        }
    }

    /** Null once the gateway answers no more. A call that it cut off in the middle may or may not have been stored. */
    private @Nullable String post(GatewayProcess process, Set<String> accepted, Set<String> refused) throws Exception {
        SignedMessage message = alice.sealTo(gateway, "the build is green");
        String id = verifier.verify(message).id().value();
        try {
            HttpResponse<String> answer = process.post("/inbox", MessageJson.write(message));
            if (answer.statusCode() == 201) {
                accepted.add(id);
            } else {
                refused.add(answer.statusCode() + " for " + id + ": " + answer.body());
            }
            return id;
        } catch (IOException gone) {
            return null;
        }
    }

    private Set<String> inbox() throws Exception {
        Set<String> ids = new HashSet<>();
        try (Stream<String> names = gateway.store().inbox().names()) {
            for (String name : names.toList()) {
                byte[] content = gateway.store().inbox().read(name).orElseThrow();
                ids.add(verifier.verify(MessageJson.read(content)).id().value());
            }
        }
        return ids;
    }
}
