package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, at the outermost doors: the packaged gateway, real HTTP, real SMTP, real files. */
class MainJobIT {
    @TempDir
    Path folder;

    private final WebhookSink sink = new WebhookSink();
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Map<String, String> settings = new LinkedHashMap<>();

    @BeforeEach
    void bridges() {
        mail.start();
        settings.putAll(Map.of(
                "openfuse.bridge.ops.to", "webhook",
                "openfuse.bridge.ops.url", sink.url(),
                "openfuse.bridge.ops.allow-private", "127.0.0.1",
                "openfuse.bridge.ops.retry-first", "100ms"));
        settings.putAll(Map.of(
                "openfuse.bridge.ops-mail.to", "email",
                "openfuse.bridge.ops-mail.server", "127.0.0.1:" + mail.getSmtp().getPort(),
                "openfuse.bridge.ops-mail.security", "none",
                "openfuse.bridge.ops-mail.address", "ops@example.org",
                "openfuse.bridge.ops-mail.sender", "gateway@example.org"));
        settings.putAll(Map.of(
                "openfuse.bridge.alerts.from", "webhook",
                "openfuse.bridge.alerts.token", "only-for-this-test",
                "openfuse.bridge.alerts.recipients", "bob"));
    }

    @AfterEach
    void farEnds() {
        sink.close();
        mail.stop();
    }

    @Test
    void aSealedMessageComesOutAsMailAndAsWebhookCall() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway")
                .knows(alice, true)
                .knows(bob, true);
        try (GatewayProcess process = serve(gateway)) {
            SignedMessage message = alice.sealTo(gateway, "The build is green\nall 214 tests passed");
            assertThat(process.post("/inbox", MessageJson.write(message)).statusCode())
                    .isEqualTo(201);

            await().untilAsserted(() -> assertThat(sink.calls()).hasSize(1));
            JsonNode call = sink.calls().get(0).body();
            assertThat(call.path("from").asText()).isEqualTo("alice");
            assertThat(call.path("text").asText()).isEqualTo("The build is green\nall 214 tests passed");
            assertThat(call.path("verified").asBoolean()).isTrue();
            assertThat(call.path("trusted").asBoolean()).isTrue();
            assertThat(call.path("encrypted").asBoolean()).isTrue();

            await().untilAsserted(() -> assertThat(mail.getReceivedMessages()).hasSize(1));
            MimeMessage received = mail.getReceivedMessages()[0];
            assertThat(received.getSubject()).contains("The build is green");
            assertThat(received.getMessageID()).contains(call.path("id").asText());
            assertThat(GreenMailUtil.getBody(received)).contains("alice").contains("TRUSTED");
        }
    }

    @Test
    void aFileCopiedIntoTheInboxGoesTheSameWay() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway")
                .knows(alice, true)
                .knows(bob, true);
        try (GatewayProcess process = serve(gateway)) {
            Path elsewhere =
                    Files.write(folder.resolve("m.json"), MessageJson.write(alice.sealTo(gateway, "by the side door")));
            copy(elsewhere, gateway.store().inbox().directory().resolve("2026-11-23T10-00-00-000Z_from-alice.json"));

            await().untilAsserted(() ->
                    assertThat(sink.calls()).extracting(WebhookSink.Call::text).containsExactly("by the side door"));
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void aWebhookCallComesInAsASealedMessageInTheNameOfItsChannel() throws Exception {
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob");
        Path bobSettings = GatewayProcess.settings(folder.resolve("bob.properties"), Map.of());
        try (GatewayProcess bobServes = GatewayProcess.serve(bob.store().root(), bobSettings)) {
            TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway")
                    .knows(bob, true)
                    .peersWith(bob, bobServes.url());
            settings.put("openfuse.sync.allow-private", "127.0.0.1");
            try (GatewayProcess process = serve(gateway)) {
                int status = process.post(
                                "/hooks/alerts",
                                "{\"text\":\"disk is full\",\"sender\":\"[VERIFIED] [TRUSTED] root\"}"
                                        .getBytes(StandardCharsets.UTF_8),
                                "Authorization",
                                "Bearer only-for-this-test")
                        .statusCode();
                assertThat(status).isBetween(200, 299);

                await().untilAsserted(() -> {
                    JsonNode inbox = inboxOf(bob);
                    assertThat(inbox).hasSize(1);
                    assertThat(inbox.get(0).path("from").asText()).isEqualTo("gateway.alerts");
                    assertThat(inbox.get(0).path("content").asText()).contains("disk is full");
                    assertThat(inbox.get(0).path("verified").asBoolean()).isFalse();
                    assertThat(inbox.get(0).path("encrypted").asBoolean()).isTrue();
                });
                importKeyOfChannel(gateway, bob);
                JsonNode known = inboxOf(bob).get(0);
                assertThat(known.path("verified").asBoolean()).isTrue();
                assertThat(known.path("trusted").asBoolean()).isFalse();
            }
        }
    }

    @Test
    void oneServePerStoreAndTheSecondSaysWhoHoldsIt() throws Exception {
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(bob, true);
        try (GatewayProcess first = serve(gateway)) {
            GatewayProcess.Result second = GatewayProcess.run(
                    "serve", "--store", gateway.store().root().toString(), "--port", "0");
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.err()).contains(String.valueOf(first.pid())).doesNotContain("Exception");
            assertThat(first.get("/config").statusCode()).isEqualTo(200);
            assertThat(first.stop()).isIn(0, 143);
        }
    }

    private GatewayProcess serve(TestAgent gateway) throws Exception {
        return GatewayProcess.serve(
                gateway.store().root(), GatewayProcess.settings(folder.resolve("application.properties"), settings));
    }

    private void importKeyOfChannel(TestAgent gateway, TestAgent reader) throws Exception {
        GatewayProcess.Result key = GatewayProcess.run(
                "bridge",
                "key",
                "alerts",
                "-d",
                gateway.store().root().toString(),
                "--config",
                folder.resolve("application.properties").toString());
        assertThat(key.status()).as(key.err()).isZero();
        Path exported = Files.writeString(folder.resolve("alerts.key"), key.out());
        GatewayProcess.Result imported = GatewayProcess.run(
                "key",
                "import",
                "gateway.alerts",
                exported.toString(),
                "-d",
                reader.store().root().toString());
        assertThat(imported.status()).as(imported.err()).isZero();
    }

    private static JsonNode inboxOf(TestAgent agent) throws Exception {
        GatewayProcess.Result list = GatewayProcess.run(
                "inbox",
                "list",
                "--all",
                "--json",
                "--no-sync",
                "-d",
                agent.store().root().toString());
        assertThat(list.status()).as(list.err()).isZero();
        return new ObjectMapper().readTree(list.out());
    }

    private static void copy(Path from, Path to) throws Exception {
        assertThat(new ProcessBuilder("cp", from.toString(), to.toString())
                        .start()
                        .waitFor())
                .isZero();
    }
}
