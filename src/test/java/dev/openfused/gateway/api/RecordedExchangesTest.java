package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.store.Store;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the original clients asked a daemon, asked of ours: their bytes and signatures, at the time they signed. The agent
 * is the one they talked to, with the files that they were shown.
 */
@Timeout(60)
class RecordedExchangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What clients keep of a request's header fields in a replay; the rest is for the connection. */
    private static final Set<String> KEPT =
            Set.of("content-type", "x-openfuse-publickey", "x-openfuse-signature", "x-openfuse-timestamp");

    /** Where ours answers otherwise, and why. */
    private static final Map<String, Integer> OTHERWISE = Map.of(
            // The client drops the + of the file's name, and so never could acknowledge it; here it can.
            "DELETE /outbox/bob/bob-0A6DB410/2026-11-23T02-31-49-04017200-00_from-alice.json", 200,
            "DELETE /outbox/bob/bob-0A6DB410/2026-11-23T02-31-49-17821900-00_from-alice.json", 200,
            // The other client sends the + as it is, which is a plus.
            "DELETE /outbox/bob/bob-0A6DB410/2026-11-23T02-31-49-040172+00-00_from-alice.json", 200,
            "DELETE /outbox/bob/bob-0A6DB410/2026-11-23T02-31-49-178219+00-00_from-alice.json", 200,
            // What a hostile _outboxFile made of the client: a path with empty names has nothing to acknowledge.
            "DELETE /outbox/bob///inbox/important.json", 404,
            // The same, resolved: an address that only takes messages.
            "DELETE /inbox/important.json", 405);

    @TempDir
    Path folder;

    private final Clock clock = ((InstantSource) () -> this.now).withZone(ZoneOffset.UTC);
    private volatile Instant now = Instant.parse("2026-11-23T02:33:06Z");

    @ParameterizedTest
    @ValueSource(strings = {"http/head.json", "http/v0.3.23.json"})
    void theOriginalClientsGetTheAnswersTheyExpect(String recording) throws Exception {
        JsonNode steps = Vectors.openfused(recording).get("steps");
        TestAgent alice = agentThatTheyTalkedTo(steps);
        int replayed = 0;
        for (JsonNode step : steps) {
            try (ServedAgent served = serve(alice, !isPublic(step))) {
                for (JsonNode exchange : step.get("exchanges")) {
                    if (isForAnAgentThatAnswers(exchange)) {
                        replay(served, exchange, recording + ": " + step.get("step"));
                        replayed++;
                    }
                }
            }
        }
        assertThat(replayed).isGreaterThan(30);
    }

    private void replay(ServedAgent served, JsonNode exchange, String where) throws Exception {
        JsonNode request = exchange.get("request");
        String call = request.get("method").asText() + ' ' + request.get("url").asText();
        JsonNode signedAt = request.at("/headers/x-openfuse-timestamp");
        if (signedAt.isTextual()) {
            now = Instant.parse(signedAt.asText()).plusSeconds(1);
        }
        HttpRequest.Builder builder = served.server()
                .request(request.get("url").asText())
                .method(
                        request.get("method").asText(),
                        request.hasNonNull("body")
                                ? BodyPublishers.ofString(request.get("body").asText())
                                : BodyPublishers.noBody());
        request.get("headers").fields().forEachRemaining(field -> {
            if (KEPT.contains(field.getKey())) {
                builder.header(field.getKey(), field.getValue().asText());
            }
        });
        int expected =
                OTHERWISE.getOrDefault(call, exchange.at("/response/status").asInt());

        assertThat(served.server()
                        .client()
                        .send(builder.build(), BodyHandlers.discarding())
                        .statusCode())
                .as("%s: %s", where, call)
                .isEqualTo(expected);
    }

    /** Calls of a registry are for others; a 503 shows how a client takes an agent that is down. */
    private static boolean isForAnAgentThatAnswers(JsonNode exchange) {
        String url = exchange.at("/request/url").asText();
        return !url.startsWith("/register")
                && !url.startsWith("/profile/")
                && exchange.at("/response/status").asInt() != 503;
    }

    private static boolean isPublic(JsonNode step) {
        return Description.children(step.get("exchanges"))
                .anyMatch(e -> e.at("/request/url").asText().equals("/ls/shared")
                        && e.at("/response/status").asInt() == 404);
    }

    private ServedAgent serve(TestAgent agent, boolean files) throws Exception {
        return new ServedAgent(
                folder, agent, RunningServer.settings(1 << 20, HttpSettings.Phases.DEFAULT), clock, files);
    }

    /** A copy of the sender's store, with the files and the mail that the recording shows. */
    private TestAgent agentThatTheyTalkedTo(JsonNode steps) throws Exception {
        Path root = copyOfTheSendersStore();
        for (JsonNode step : steps) {
            for (JsonNode exchange : step.get("exchanges")) {
                String url = exchange.at("/request/url").asText();
                String body = exchange.at("/response/body").asText();
                if (exchange.at("/response/status").asInt() != 200) {
                    continue;
                }
                if (url.startsWith("/read/")) {
                    write(root.resolve(URLDecoder.decode(url.substring("/read/".length()), UTF_8)), body);
                } else if (url.equals("/outbox/bob")) {
                    for (JsonNode message : JSON.readTree(body)) {
                        Path file = root.resolve("outbox")
                                .resolve(message.get("_outboxFile").asText());
                        if (file.normalize().equals(file)) {
                            write(file, message.toString());
                        }
                    }
                }
            }
        }
        Store store = Store.open(root);
        AgentKeys keys = store.keys();
        return new TestAgent(Vectors.role("sender"), store, keys);
    }

    private Path copyOfTheSendersStore() throws Exception {
        Path from = Vectors.store("sender");
        Path root = folder.resolve("store");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(from)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            Path copy = root.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        for (String name : List.of("inbox", "knowledge", "shared")) {
            Files.createDirectories(root.resolve(name));
        }
        return root;
    }

    private static void write(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
