package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.store.StoreLock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two stores in one packaged gateway: each gets its own messages, bridges, lock and lines in the logs. */
@Timeout(120)
class SeveralStoresIT {
    @TempDir
    Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private TestAgent alice;
    private TestAgent a;
    private TestAgent b;

    @BeforeEach
    void agents() throws Exception {
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        a = TestAgent.make(folder.resolve("a"), "a").knows(alice, true);
        b = TestAgent.make(folder.resolve("b"), "b").knows(alice, true);
        settings.put("openfuse.stores", "a,b");
        settings.put("openfuse.stores.a.path", "a");
        settings.put("openfuse.stores.b.path", "b");
        settings.put("openfuse.access.file", folder.resolve("access.log").toString());
    }

    @Test
    void eachStoreGetsItsOwn() throws Exception {
        try (WebhookSink sink = new WebhookSink();
                GatewayProcess process = serve(bridge("ops", "a", sink))) {
            assertThat(post(process, "/a/inbox", a, "for a")).isEqualTo(201);
            assertThat(post(process, "/b/inbox", b, "for b")).isEqualTo(201);
            assertThat(post(process, "/inbox", a, "for nobody")).isEqualTo(404);

            await().untilAsserted(() ->
                    assertThat(sink.calls()).extracting(WebhookSink.Call::text).containsExactly("for a"));
            assertThat(messages(a)).hasSize(1);
            assertThat(messages(b)).hasSize(1);
            assertThat(process.output())
                    .anyMatch(line -> line.contains("AUDIT decision=received") && line.contains(" store=a"))
                    .anyMatch(line -> line.contains("AUDIT decision=received") && line.contains(" store=b"))
                    .noneMatch(line -> line.contains(" ACCESS "));
            assertThat(folder.resolve("access.log"))
                    .content()
                    .contains(" path=/a/inbox status=201 ", " path=/b/inbox status=201 ", " path=/inbox status=404 ");
        }
    }

    @Test
    void aBridgeMovesFromOneStoreToTheOtherWhileMessagesCome() throws Exception {
        try (WebhookSink sink = new WebhookSink();
                GatewayProcess process = serve(bridge("ops", "a", sink))) {
            assertThat(post(process, "/a/inbox", a, "before")).isEqualTo(201);
            await().untilAsserted(() -> assertThat(sink.calls()).hasSize(1));

            write(bridge("ops", "b", sink));
            await().until(() -> said(process, "removed") == 1 && said(process, "added") == 2);
            assertThat(post(process, "/a/inbox", a, "stays in a")).isEqualTo(201);
            assertThat(post(process, "/b/inbox", b, "after")).isEqualTo(201);

            await().untilAsserted(() ->
                    assertThat(sink.calls()).extracting(WebhookSink.Call::text).containsExactly("before", "after"));
        }
    }

    @Test
    void eachStoreHasItsLockAndBothAreFreeWhenTheGatewayHasStopped() throws Exception {
        try (GatewayProcess process = serve(Map.of())) {
            for (TestAgent each : List.of(a, b)) {
                assertThat(StoreLock.holder(each.store()).orElseThrow()).startsWith(process.pid() + " ");
                GatewayProcess.Result second = GatewayProcess.run(
                        "serve", "--store", each.store().root().toString(), "--port", "0");
                assertThat(second.status()).isEqualTo(1);
                assertThat(second.err()).contains(String.valueOf(process.pid()));
            }

            assertThat(process.stop()).isIn(0, 143);

            assertThat(process.output()).noneMatch(line -> line.contains(" ERROR ") || line.contains(" WARN "));
            for (TestAgent each : List.of(a, b)) {
                assertThat(StoreLock.holder(each.store())).isEmpty();
                assertThat(each.store().root().resolve(".gateway/state.db-wal")).doesNotExist();
            }
        }
    }

    @Test
    void oneStoreUnderTwoNamesStopsTheStartWithOneLine() throws Exception {
        Files.createSymbolicLink(folder.resolve("c"), folder.resolve("a"));
        settings.put("openfuse.stores", "a,c");
        settings.put("openfuse.stores.c.path", "c");
        settings.remove("openfuse.stores.b.path");

        assertRefused("a");
    }

    @Test
    void aCertificateThatIsNotThereStopsTheStartWithOneLine() throws Exception {
        settings.put("openfuse.http.certificate", "server.pem");
        settings.put("openfuse.http.key", "server.key");

        assertRefused(folder.resolve("server.pem").toString());
        assertThat(StoreLock.holder(a.store())).isEmpty();
    }

    private void assertRefused(String named) throws Exception {
        GatewayProcess.Result start =
                GatewayProcess.run("serve", "--config", write(Map.of()).toString(), "--port", "0");

        assertThat(start.status()).isEqualTo(1);
        assertThat(start.err().lines())
                .singleElement()
                .asString()
                .startsWith("openfuse: error: ")
                .contains(named)
                .doesNotContain("Exception");
    }

    @Test
    void noLineIsWrittenWhereNoneIsWanted() throws Exception {
        settings.put("openfuse.access.log", "false");
        try (GatewayProcess process = serve(Map.of())) {
            assertThat(post(process, "/a/inbox", a, "for a")).isEqualTo(201);
            assertThat(process.stop()).isIn(0, 143);

            assertThat(process.output()).noneMatch(line -> line.contains(" ACCESS "));
            assertThat(folder.resolve("access.log")).isEmptyFile();
        }
    }

    private static long said(GatewayProcess process, String what) {
        return process.output().stream()
                .filter(line -> line.contains("bridge ops") && line.contains(what))
                .count();
    }

    private GatewayProcess serve(Map<String, String> bridges) throws Exception {
        GatewayProcess process =
                GatewayProcess.start("serve", "--config", write(bridges).toString(), "--port", "0");
        process.url();
        return process;
    }

    private Path write(Map<String, String> bridges) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(bridges);
        return GatewayProcess.settings(folder.resolve("application.properties"), all);
    }

    private static Map<String, String> bridge(String name, String store, WebhookSink sink) {
        String prefix = "openfuse.bridge." + name + '.';
        return Map.of(
                prefix + "to",
                "webhook",
                prefix + "url",
                sink.url(),
                prefix + "allow-private",
                "127.0.0.1",
                prefix + "store",
                store);
    }

    private int post(GatewayProcess process, String path, TestAgent to, String text) throws Exception {
        String address = URI.create(process.url()).resolve(path).toString();
        return process.postTo(address, MessageJson.write(alice.sealTo(to, text)))
                .statusCode();
    }

    private static List<Path> messages(TestAgent agent) throws Exception {
        try (var files = Files.list(agent.store().inbox().directory())) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }
}
