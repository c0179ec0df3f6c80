package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.message.MessageJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the agent of the store broadcasts goes out by bridges with {@code source=broadcasts}. */
@Timeout(120)
class BroadcastSourceIT {
    @TempDir
    Path folder;

    private final WebhookSink news = new WebhookSink();
    private final WebhookSink mail = new WebhookSink();
    private BridgedGateway gateway;

    @BeforeEach
    void make() throws Exception {
        gateway = new BridgedGateway(folder);
        gateway.bridge("mail", "to=webhook", "url=" + mail.url(), "allow-private=127.0.0.1");
        news("now");
    }

    private void news(String since) {
        gateway.bridge(
                "news",
                "to=webhook",
                "source=broadcasts",
                "since=" + since,
                "url=" + news.url(),
                "allow-private=127.0.0.1");
    }

    @AfterEach
    void stop() {
        news.close();
        mail.close();
    }

    private void broadcast(String text) throws Exception {
        GatewayProcess.Result result =
                GatewayProcess.run("broadcast", text, "-d", gateway.store().toString());
        assertThat(result.status()).as(result.err()).isZero();
    }

    private static void awaitTexts(WebhookSink sink, String... texts) {
        await().untilAsserted(() ->
                assertThat(sink.calls()).extracting(WebhookSink.Call::text).containsExactly(texts));
    }

    @Test
    void anOwnBroadcastGoesOutOnceInOurOwnNameAndNothingElseDoes() throws Exception {
        broadcast("before the gateway's first start");
        try (GatewayProcess process = gateway.serve()) {
            broadcast("v2 is out");
            gateway.send(process, "from alice");

            awaitTexts(news, "v2 is out");
            awaitTexts(mail, "from alice");
            JsonNode call = news.calls().get(0).body();
            assertThat(call.path("from").asText()).isEqualTo("gateway");
            assertThat(call.path("verified").asBoolean()).isTrue();
            assertThat(call.path("trusted").asBoolean()).isTrue();
            assertThat(call.path("relationship").asText()).isEqualTo("internal");
            BridgedGateway.awaitDelivered(process, 2);
            process.kill();
        }
        broadcast("while the gateway was down");
        try (GatewayProcess process = gateway.serve()) {
            awaitTexts(news, "v2 is out", "while the gateway was down");
            assertThat(process.isAlive()).isTrue();
            assertThat(mail.calls()).hasSize(1);
        }
    }

    @Test
    void whatWasBroadcastBeforeComesIfTheBridgeAsksForIt() throws Exception {
        news("all");
        broadcast("long ago");
        try (GatewayProcess process = gateway.serve()) {
            awaitTexts(news, "long ago");
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void whatSomebodyElseSignedIsNoBroadcastOfOurs() throws Exception {
        try (GatewayProcess process = gateway.serve()) {
            Path copies = gateway.store().resolve("outbox/.broadcast");
            TestAgent alice = TestAgent.make(folder.resolve("mallory"), "gateway");
            Files.write(
                    copies.resolve("2026-11-26_forged.json"),
                    MessageJson.write(alice.sealTo(gateway.agent(), "forged")));
            broadcast("genuine");

            awaitTexts(news, "genuine");
            assertThat(List.copyOf(news.calls())).hasSize(1);
            assertThat(process.isAlive()).isTrue();
        }
    }
}
