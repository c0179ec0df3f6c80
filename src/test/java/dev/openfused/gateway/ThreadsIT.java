package dev.openfused.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.openfused.gateway.crypto.HmacSha256;
import dev.openfused.gateway.message.MessageId;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An answer to what an agent said on a channel reaches that agent, also after a restart. */
@Timeout(120)
class ThreadsIT {
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void anAnswerToAMailGoesToTheAgentWhoWroteIt() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
        });
        server.start();
        GreenMailUser mailbox = server.setUser("agents@example.org", "agents", "correct horse");
        TestCertificates certificates = new TestCertificates();
        try (TlsFront tls = new TlsFront(
                certificates.server(certificates.issue("127.0.0.1")),
                server.getImap().getPort())) {
            BridgedGateway gateway = new BridgedGateway(folder)
                    .bridge(
                            "ops-mail",
                            "to=email",
                            "server=127.0.0.1:" + server.getSmtp().getPort(),
                            "security=none",
                            "sender=gateway@example.org",
                            "reply-to=agents@example.org",
                            "address=ops@example.org")
                    .bridge(
                            "from-mail",
                            "from=email",
                            "server=127.0.0.1:" + tls.port(),
                            "ca=" + Files.writeString(folder.resolve("ca.pem"), certificates.authorityPem()),
                            "user=agents",
                            "password=correct horse",
                            "poll=1s",
                            "recipients=self");
            MessageId id;
            try (GatewayProcess process = gateway.serve()) {
                id = gateway.send(process, "Deploy finished");
                assertThat(server.waitForIncomingEmail(LONG.toMillis(), 1)).isTrue();
                BridgedGateway.awaitDelivered(process, 1);
                process.kill();
            }
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getHeader("Reply-To", null)).isEqualTo("agents@example.org");

            try (GatewayProcess process = gateway.serve()) {
                deliver(mailbox, "In-Reply-To: <nobody@example.org>", "to nobody we know");
                deliver(
                        mailbox,
                        "References: " + mail.getMessageID()
                                + " <later@example.com>\r\nIn-Reply-To: <later@example.com>",
                        "well done");

                await().atMost(LONG).untilAsserted(() -> assertThat(gateway.toAlice())
                        .singleElement()
                        .asString()
                        .contains("\nIn reply to: message " + id + "\n")
                        .endsWith("| well done"));
                await().atMost(LONG).untilAsserted(() -> assertThat(gateway.inbox())
                        .anyMatch(message -> says(message, "to nobody we know"))
                        .noneMatch(message -> says(message, "well done")));
                process.kill();
            }
        } finally {
            server.stop();
        }
    }

    private static boolean says(JsonNode message, String text) {
        return message.path("content").asText().endsWith(text);
    }

    private static void deliver(GreenMailUser mailbox, String header, String text) throws Exception {
        String mail = String.join(
                "\r\n", "From: ann@example.com", "To: agents@example.org", header, "Subject: Re: alice", "", text);
        mailbox.deliver(
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(UTF_8))));
    }

    @Test
    void anAnswerInASlackThreadGoesToTheAgentWhoBeganIt() throws Exception {
        String posted = "{\"ok\":true,\"channel\":\"C0123456789\",\"ts\":\"1764144900.000100\"}";
        try (HttpFarEnd slack = new HttpFarEnd()
                .answering(call -> new HttpFarEnd.Answer(200, Map.of("Content-Type", "application/json"), posted))) {
            BridgedGateway gateway = new BridgedGateway(folder)
                    .bridge(
                            "ops-slack",
                            "to=slack",
                            "token=xoxb-1",
                            "channel=C0123456789",
                            "api=" + slack.url() + "/api",
                            "allow-private=127.0.0.1")
                    .bridge("team", "from=slack", "signing-secret=" + SECRET, "recipients=self");
            MessageId id;
            try (GatewayProcess process = gateway.serve()) {
                id = gateway.send(process, "Deploy finished");
                BridgedGateway.awaitLine(process, "decision=delivered", "bridge:ops-slack");
                process.kill();
            }

            try (GatewayProcess process = gateway.serve()) {
                event(process, "Ev1", "C0123456789", "1764144900.000100", "well done");
                event(process, "Ev2", "C0123456789", "1764144900.999999", "in a thread of people");
                event(process, "Ev3", "C9876543210", "1764144900.000100", "in another channel");

                assertThat(gateway.toAlice())
                        .singleElement()
                        .asString()
                        .contains("\nIn reply to: message " + id + "\n")
                        .endsWith("| well done");
                assertThat(gateway.inbox())
                        .filteredOn(message -> message.path("from").asText().equals("gateway.team"))
                        .hasSize(2)
                        .anyMatch(message -> says(message, "in a thread of people"))
                        .anyMatch(message -> says(message, "in another channel"));
                process.kill();
            }
        }
    }

    private static void event(GatewayProcess process, String id, String channel, String thread, String text)
            throws Exception {
        String body = "{\"type\":\"event_callback\",\"event_id\":\"" + id + "\",\"event\":{\"type\":\"message\","
                + "\"user\":\"U1\",\"channel\":\"" + channel + "\",\"thread_ts\":\"" + thread + "\",\"text\":\"" + text
                + "\"}}";
        String now = String.valueOf(Instant.now().getEpochSecond());
        byte[] code = new HmacSha256(SECRET.getBytes(UTF_8)).of(("v0:" + now + ':' + body).getBytes(UTF_8));
        HttpRequest call = HttpRequest.newBuilder(URI.create(process.url() + "/hooks/team"))
                .timeout(LONG)
                .header("Content-Type", "application/json")
                .header("X-Slack-Request-Timestamp", now)
                .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(code))
                .POST(BodyPublishers.ofString(body))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(call, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(202);
    }
}
