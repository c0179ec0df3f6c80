package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.receive.InboxReceiver;
import java.io.File;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a stranger sends gets an answer, never a stack trace, and never leaves a file. */
@SuppressWarnings("NullAway.Init") // set before the first property
class InboxPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Path folder;
    private static TestAgent bob;
    private static DeliveryQueue queue;
    private static RunningServer server;

    @BeforeContainer
    static void start() throws Exception {
        folder = Files.createTempDirectory("inbox-property");
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), Clock.systemUTC(), QueueOptions.DEFAULT);
        InboxReceiver receiver = bob.receiver(queue, Clock.systemUTC(), entry -> {});
        server = new RunningServer(RunningServer.settings(1 << 20, HttpSettings.Phases.DEFAULT), Clock.systemUTC())
                .withShippedRoutes(
                        Map.of("receiveMessage", new ReceiveMessage(receiver)), "problems.yaml", "receive.yaml");
    }

    @AfterContainer
    static void stop() throws Exception {
        server.close();
        queue.close();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    @Property(tries = 200)
    void anyBytesGetAnAnswer(@ForAll byte[] body) throws Exception {
        refused(body);
    }

    @Property(tries = 200)
    void anyJsonGetsAnAnswer(@ForAll("envelopes") JsonNode envelope) throws Exception {
        refused(JSON.writeValueAsBytes(envelope));
    }

    private static void refused(byte[] body) throws Exception {
        HttpResponse<String> answer = server.client()
                .send(
                        server.request("/inbox")
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 403);
        assertThat(JSON.readTree(answer.body()).get("detail").asText())
                .isNotBlank()
                .doesNotContain("Exception")
                .doesNotContain("\n");
        assertThat(files()).isZero();
    }

    @Provide
    Arbitrary<JsonNode> envelopes() {
        Arbitrary<JsonNode> values = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(100).map(JSON.getNodeFactory()::textNode),
                Arbitraries.integers().map(JSON.getNodeFactory()::numberNode),
                Arbitraries.of(true, false).map(JSON.getNodeFactory()::booleanNode),
                Arbitraries.create(JSON.getNodeFactory()::nullNode),
                Arbitraries.strings().numeric().ofLength(64).map(JSON.getNodeFactory()::textNode),
                Arbitraries.of("2026-11-23T02:33:10Z", "9999999-01-01T00:00:00Z", "2026-02-30T00:00:00Z")
                        .map(JSON.getNodeFactory()::textNode));
        return Combinators.combine(
                        Arbitraries.subsetOf(
                                "from",
                                "timestamp",
                                "message",
                                "signature",
                                "publicKey",
                                "encryptionKey",
                                "encrypted",
                                "resent",
                                "\u0000"),
                        values.list().ofSize(9))
                .as((names, some) -> {
                    var envelope = JSON.createObjectNode();
                    int i = 0;
                    for (String name : names) {
                        envelope.set(name, some.get(i++));
                    }
                    return envelope;
                });
    }

    private static long files() throws Exception {
        try (Stream<Path> all = Files.list(bob.store().inbox().directory())) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
