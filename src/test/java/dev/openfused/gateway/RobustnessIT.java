package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input gets one clear line, and the gateway goes on, or, for settings, refuses to start. */
class RobustnessIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openfuse.htp.port=2053                     | openfuse.http.port
            openfuse.http.port=eighty                  | openfuse.http.port
            openfuse.bridge.ops.too=webhook            | to
            openfuse.bridge.ops.to=webhok              | webhook
            openfuse.bridge.ops.to=webhook             | url
            openfuse.bridge.ops.accept=trusted orr any | accept
            openfuse.bridge.ops.url=ftp://example.org  | url
            openfuse.receive.max-age=soon              | openfuse.receive.max-age
            openfuse.bridge.-x.to=webhook              | -x
            openfuse.bridge.ops.retry-first=1 parsec   | retry-first
            """)
    void aMalformedSettingStopsTheStartWithOneLineThatNamesIt(String line, String named) throws Exception {
        Map<String, String> settings = new LinkedHashMap<>();
        if (line.startsWith("openfuse.bridge.ops.") && !line.contains(".too=") && !line.contains(".to=")) {
            settings.put("openfuse.bridge.ops.to", "webhook");
            settings.put("openfuse.bridge.ops.url", "https://example.org/hook");
        }
        settings.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        Path file = GatewayProcess.settings(folder.resolve("application.properties"), settings);

        GatewayProcess.Result start = GatewayProcess.run(
                "serve", "--store", folder.resolve("store").toString(), "--config", file.toString(), "--port", "0");

        assertThat(start.status()).isEqualTo(1);
        assertThat(start.err().lines().filter(l -> l.startsWith("openfuse: error: ")))
                .hasSize(1)
                .first()
                .asString()
                .contains(named);
        assertThat(start.out() + start.err()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @Test
    void tenMalformedRequestsEachGetAProblemAndTheGatewayKeepsAnswering() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        Path file = GatewayProcess.settings(folder.resolve("application.properties"), Map.of());
        String good = new String(MessageJson.write(alice.sealTo(gateway, "good")), StandardCharsets.UTF_8);
        Map<String, Integer> malformed = new LinkedHashMap<>();
        malformed.put("", 400);
        malformed.put("not json", 400);
        malformed.put("[]", 400);
        malformed.put("{\"from\":\"alice\"}", 400);
        malformed.put(good.replace("\"alice\"", "17"), 400);
        malformed.put(good.replace("\"from\"", "\"from\": \"eve\", \"from\""), 400);
        malformed.put(good.replaceAll("\"timestamp\": \"[^\"]*\"", "\"timestamp\": \"yesterday\""), 400);
        malformed.put(good.replace("\"alice\"", "\"mallory\""), 403);
        malformed.put(good.replaceAll("\"publicKey\": \"[^\"]*\"", "\"publicKey\": \"00\""), 400);
        malformed.put("\u0000".repeat(2 << 20), 413);
        assertThat(malformed).hasSize(10);

        try (GatewayProcess process = GatewayProcess.serve(gateway.store().root(), file)) {
            for (Map.Entry<String, Integer> request : malformed.entrySet()) {
                HttpResponse<String> answer =
                        process.post("/inbox", request.getKey().getBytes(StandardCharsets.UTF_8));
                assertThat(answer.statusCode())
                        .as("answer to %.40s", request.getKey())
                        .isEqualTo(request.getValue());
                JsonNode problem = new ObjectMapper().readTree(answer.body());
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                assertThat(problem.path("detail").asText())
                        .isNotBlank()
                        .doesNotContain("\n")
                        .doesNotContain("Exception");
            }
            assertThat(process.post("/inbox", good.getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void tenMalformedFilesEachGetAnAuditLineAndTheNextMessageIsForwarded() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        try (WebhookSink sink = new WebhookSink()) {
            Path file = GatewayProcess.settings(
                    folder.resolve("application.properties"),
                    Map.of(
                            "openfuse.bridge.ops.to", "webhook",
                            "openfuse.bridge.ops.url", sink.url(),
                            "openfuse.bridge.ops.allow-private", "127.0.0.1"));
            try (GatewayProcess process = GatewayProcess.serve(gateway.store().root(), file)) {
                List<String> odd = oddFiles(gateway.store().inbox().directory(), alice.sealTo(gateway, "cut short"));
                Files.write(
                        gateway.store().inbox().directory().resolve("good.json"),
                        MessageJson.write(alice.sealTo(gateway, "still here")));

                await().untilAsserted(() -> assertThat(sink.calls())
                        .extracting(WebhookSink.Call::text)
                        .containsExactly("still here"));
                await().untilAsserted(() ->
                        odd.forEach(name -> assertThat(process.output().stream().filter(l -> l.contains(name)))
                                .as("lines about %s", name)
                                .singleElement()
                                .asString()
                                .contains("AUDIT", "decision=refused", "file=" + name, " reason=")));
                assertThat(process.output()).noneMatch(l -> l.contains("Exception") || l.startsWith("\tat "));
                assertThat(process.get("/config").statusCode()).isEqualTo(200);
            }
            JsonNode inbox = new ObjectMapper()
                    .readTree(GatewayProcess.run(
                                    "inbox",
                                    "list",
                                    "--all",
                                    "--json",
                                    "-d",
                                    gateway.store().root().toString())
                            .out());
            assertThat(inbox).hasSize(11);
            for (JsonNode entry : inbox) {
                if (!entry.path("verified").asBoolean()) {
                    assertThat(entry.path("reason").asText())
                            .as("reason of %s", entry.path("file"))
                            .isNotBlank();
                }
            }
        }
    }

    private static List<String> oddFiles(Path inbox, SignedMessage message) throws Exception {
        byte[] whole = MessageJson.write(message);
        Files.write(inbox.resolve("odd-0-empty.json"), new byte[0]);
        Files.write(inbox.resolve("odd-1-cut.json"), Arrays.copyOf(whole, whole.length / 2));
        Files.write(inbox.resolve("odd-2-latin1.json"), new byte[] {'{', (byte) 0xE4, '}'});
        Files.createDirectory(inbox.resolve("odd-3-folder.json"));
        assertThat(new ProcessBuilder("mkfifo", inbox.resolve("odd-4-pipe.json").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(inbox.resolve("odd-5-dangling.json"), Path.of("nowhere.json"));
        Files.createSymbolicLink(inbox.resolve("odd-6-link.json"), Path.of("../.keys/age.key"));
        Files.writeString(inbox.resolve("odd-7-nested.json"), "[".repeat(100_000));
        Files.write(
                inbox.resolve("odd-8-forged.json"),
                new String(whole, StandardCharsets.UTF_8)
                        .replace("\"alice\"", "\"mallory\"")
                        .getBytes(StandardCharsets.UTF_8));
        Files.write(inbox.resolve("odd-9-huge.json"), new byte[5 << 20]);
        try (var files = Files.list(inbox)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.startsWith("odd-"))
                    .toList();
        }
    }
}
