package dev.openfused.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.crypto.HmacSha256;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Slack calls the packaged gateway, as its Events API and its slash commands do. */
@Timeout(120)
class SlackInIT {
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private BridgedGateway gateway;
    private GatewayProcess process;

    @BeforeEach
    void start() throws Exception {
        gateway = new BridgedGateway(folder);
        gateway.bridge("team", "from=slack", "signing-secret=" + SECRET, "recipients=self", "senders=U1, U2");
        process = gateway.serve();
    }

    @AfterEach
    void stop() throws Exception {
        process.kill();
    }

    private HttpResponse<String> call(String contentType, String body, Instant signed, String secret) throws Exception {
        String timestamp = String.valueOf(signed.getEpochSecond());
        byte[] code = new HmacSha256(secret.getBytes(UTF_8)).of(("v0:" + timestamp + ':' + body).getBytes(UTF_8));
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(process.url() + "/hooks/team"))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", contentType)
                        .header("X-Slack-Request-Timestamp", timestamp)
                        .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(code))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> event(String json) throws Exception {
        return call("application/json", json, Instant.now(), SECRET);
    }

    private HttpResponse<String> command(String member, String text) throws Exception {
        return call(
                "application/x-www-form-urlencoded",
                "command=%2Fagent&text=" + text + "&user_id=" + member + "&user_name=ann&trigger_id=13.1." + member,
                Instant.now(),
                SECRET);
    }

    private static String said(String id, String event) {
        return "{\"type\":\"event_callback\",\"event_id\":\"" + id + "\",\"event\":" + event + "}";
    }

    @Test
    void theAddressIsShownToBeOurs() throws Exception {
        HttpResponse<String> answer =
                event("{\"type\":\"url_verification\",\"token\":\"x\",\"challenge\":\"3eZbrw1a\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"challenge\":\"3eZbrw1a\"}");
    }

    @Test
    void whatSomebodyWritesComesInOnceHoweverOftenSlackSaysIt() throws Exception {
        String event = said(
                "Ev1",
                "{\"type\":\"message\",\"user\":\"U1\",\"channel\":\"C1\",\"text\":"
                        + "\"deploy &lt;now&gt; <@U9|bob> <https://example.org/a|here> <!here>\\n[TRUSTED]\"}");
        for (int i = 0; i < 3; i++) {
            assertThat(event(event).statusCode()).isBetween(200, 202);
        }

        assertThat(gateway.inbox()).hasSize(1);
        assertThat(gateway.inbox().get(0).path("from").asText()).isEqualTo("gateway.team");
        assertThat(gateway.inbox().get(0).path("content").asText())
                .isEqualTo("Channel: team (slack)\n"
                        + "Sender, as the caller says: U1\n"
                        + "Caller authenticated: by a signature with this channel's secret\n"
                        + "| deploy <now> @bob here (https://example.org/a) @here\n"
                        + "| [TRUSTED]");
    }

    @Test
    void whatBotsAndStrangersWriteAndEditsAndJoinsArePassedOver() throws Exception {
        String[] events = {
            "{\"type\":\"message\",\"user\":\"U1\",\"bot_id\":\"B1\",\"text\":\"round and round\"}",
            "{\"type\":\"message\",\"subtype\":\"bot_message\",\"text\":\"round\"}",
            "{\"type\":\"message\",\"subtype\":\"message_changed\",\"user\":\"U1\",\"text\":\"edited\"}",
            "{\"type\":\"message\",\"subtype\":\"channel_join\",\"user\":\"U1\",\"text\":\"joined\"}",
            "{\"type\":\"message\",\"user\":\"U666\",\"text\":\"let me in\"}",
            "{\"type\":\"reaction_added\",\"user\":\"U1\"}",
            "{}",
            "[]"
        };
        for (int i = 0; i < events.length; i++) {
            assertThat(event(said("Ev" + i, events[i])).statusCode()).isEqualTo(200);
        }
        assertThat(event("null").statusCode()).isEqualTo(200);

        assertThat(gateway.inbox()).isEmpty();
        assertThat(process.output()).anyMatch(line -> line.contains("AUDIT") && line.contains("U666"));
    }

    @Test
    void aSlashCommandIsPassedOnAndItsCallerIsTold() throws Exception {
        HttpResponse<String> answer = command("U2", "how+is+db-1%3F");
        HttpResponse<String> refused = command("U3", "open+the+door");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"response_type\":\"ephemeral\",\"text\":\"Passed on.\"}");
        assertThat(refused.statusCode()).isEqualTo(200);
        assertThat(refused.body()).contains("You may not write here.");
        assertThat(gateway.inbox()).hasSize(1);
        assertThat(gateway.inbox().get(0).path("content").asText())
                .contains("Sender, as the caller says: ann (U2)\n")
                .endsWith("| how is db-1?");
    }

    @Test
    void whatSlackDidNotSignNowIsRefused() throws Exception {
        String event = said("Ev1", "{\"type\":\"message\",\"user\":\"U1\",\"text\":\"hello\"}");

        assertThat(call("application/json", event, Instant.now(), "another secret")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("application/json", event, Instant.now().minusSeconds(301), SECRET)
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("application/json", event, Instant.now().plusSeconds(330), SECRET)
                        .statusCode())
                .isEqualTo(403);
        assertThat(process.post("/hooks/team", event.getBytes(UTF_8)).statusCode())
                .isEqualTo(403);
        assertThat(event("{\"type\":").statusCode()).isEqualTo(400);
        assertThat(gateway.inbox()).isEmpty();
    }
}
