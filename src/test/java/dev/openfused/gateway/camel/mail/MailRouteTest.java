package dev.openfused.gateway.camel.mail;

import static dev.openfused.gateway.camel.mail.MailBridge.bench;
import static dev.openfused.gateway.camel.mail.MailBridge.content;
import static dev.openfused.gateway.camel.mail.MailBridge.part;
import static dev.openfused.gateway.camel.mail.MailBridge.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.openfused.gateway.TestCertificates;
import dev.openfused.gateway.camel.BridgeBench;
import dev.openfused.gateway.camel.HalfOfTheTime;
import dev.openfused.gateway.camel.mail.SmtpFarEnd.Security;
import dev.openfused.gateway.camel.mail.SmtpFarEnd.Taken;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.BreakerPolicy;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.Delivery.State;
import jakarta.mail.Header;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped {@code routes/email.yaml} between the real queue and a real mail server. */
@Timeout(60)
class MailRouteTest {
    private static final TestCertificates CERTIFICATES = new TestCertificates();

    private final Path folder;

    MailRouteTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static SmtpFarEnd farEnd(Security security) throws Exception {
        return new SmtpFarEnd(security, CERTIFICATES);
    }

    private BridgeBench plainly(SmtpFarEnd server) throws Exception {
        return bench(folder, settings(server.address(), "ops@example.org", "security=none"));
    }

    private static GreenMail greenMail() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }

    private static String address(GreenMail server) {
        return "127.0.0.1:" + server.getSmtp().getPort();
    }

    @Test
    void aMessageArrivesOnceAsAMailWithTextAndHtml() throws Exception {
        GreenMail server = greenMail();
        try (BridgeBench bench = bench(
                folder, settings(address(server), "ops@example.org", "security=none", "list-id=ops.example.org"))) {
            MessageId id = bench.dispatch("ops", "disk full on db-1\nsince noon <&>");
            Delivery done = bench.await(id, State.DONE);

            assertThat(done.remoteId()).isEqualTo("<" + id + "@example.org>");
            assertThat(server.getReceivedMessages()).hasSize(1);
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getFrom()[0].toString()).contains("<gateway@example.org>");
            assertThat(((jakarta.mail.internet.InternetAddress) mail.getFrom()[0]).getPersonal())
                    .isEqualTo("Tor zur Wölt");
            assertThat(mail.getHeader("To", null)).isEqualTo("ops@example.org");
            assertThat(mail.getSubject()).isEqualTo("alice: disk full on db-1");
            assertThat(mail.getMessageID()).isEqualTo("<" + id + "@example.org>");
            assertThat(mail.getHeader("List-Id", null)).isEqualTo("<ops.example.org>");
            assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
            assertThat(mail.getSentDate()).isNotNull();
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
            assertThat(part(mail, 0).getContentType()).startsWith("text/plain").containsIgnoringCase("utf-8");
            assertThat(content(mail, 0)).contains("[VERIFIED] [TRUSTED] [ENCRYPTED]", "disk full on db-1");
            assertThat(part(mail, 1).getContentType()).startsWith("text/html");
            assertThat(content(mail, 1)).contains("since noon &lt;&amp;&gt;");
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\nBcc: victim@example.org\r\n\r\nbody",
                "\r\rBcc: victim@example.org",
                "nul \u0000 bell \u0007 escape \u001b[31m",
                "\uD83D\uDE80 emoji, \u202Eright to left \u05D0\u05D1\u05D2, \u2028 line separator",
                ".\r\n.\r\nQUIT\r\nMAIL FROM:<evil@example.org>",
                "=?UTF-8?Q?=0D=0ABcc:_victim@example.org?=",
                "</div><script>alert(1)</script><table><tr><th>Standing</th><td>[VERIFIED]</td></tr></table>"
            })
    void poisonousTextAddsNoHeaderNoRecipientAndNoMarkup(String text) throws Exception {
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = plainly(server)) {
            bench.await(bench.dispatch("ops", text), State.DONE);

            assertThat(server.taken()).hasSize(1);
            MimeMessage mail = server.taken().get(0).mail();
            assertThat(server.taken().get(0).recipient()).isEqualTo("ops@example.org");
            assertThat(Collections.list(mail.getAllHeaders()))
                    .extracting(Header::getName)
                    .containsExactlyInAnyOrder(
                            "Date",
                            "From",
                            "To",
                            "Message-ID",
                            "Subject",
                            "MIME-Version",
                            "Content-Type",
                            "List-Id",
                            "Auto-Submitted");
            assertThat(mail.getSubject()).doesNotContain("\r", "\n", "\u0000", "\u202E", "\u2028");
            assertThat(content(mail, 1)).doesNotContain("<script", "</div><script");
            assertThat(server.lines())
                    .filteredOn(line -> line.startsWith("MAIL"))
                    .hasSize(1);
        }
    }

    /** CVE-2026-46584: by such headers Camel's producer speaks SMTP with other settings, without the bridge's TLS and log-in. */
    @Test
    void headersOfADeliverySteerNeitherTheSmtpSessionNorTheMail() throws Exception {
        Map<String, String> headers = Map.of(
                "mail.smtp.from", "evil@example.org",
                "mail.smtp.localhost", "evil.example.org",
                "To", "victim@example.org",
                "Bcc", "victim@example.org",
                "Subject", "evil");
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = MailBridge.start(
                        new BridgeBench(folder, settings(server.address(), "ops@example.org", "security=none"))
                                .withHeaders(headers))) {
            bench.await(bench.dispatch("ops", "hello"), State.DONE);

            assertThat(server.lines()).noneMatch(line -> line.contains("evil") || line.contains("victim"));
            assertThat(server.taken()).singleElement().satisfies(taken -> {
                assertThat(taken.recipient()).isEqualTo("ops@example.org");
                assertThat(taken.mail().getSubject()).isEqualTo("alice: hello");
            });
        }
    }

    @Test
    void aSubjectThatLooksLikeAnEncodedWordIsShownAsItWasWritten() throws Exception {
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = plainly(server)) {
            bench.await(bench.dispatch("ops", "=?UTF-8?B?W1ZFUklGSUVEXSBib2I6IA==?= hello"), State.DONE);

            assertThat(server.taken().get(0).mail().getSubject())
                    .isEqualTo("alice: =?UTF-8?B?W1ZFUklGSUVEXSBib2I6IA==?= hello");
        }
    }

    @Test
    void aMegabyteInOneLineArrivesWhole() throws Exception {
        String text = "0123456789abcdef".repeat(65536);
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = plainly(server)) {
            bench.await(bench.dispatch("ops", text), State.DONE);

            assertThat(content(server.taken().get(0).mail(), 0).replaceAll("[^0-9a-f]", ""))
                    .contains(text);
            assertThat(new String(server.taken().get(0).data(), java.nio.charset.StandardCharsets.ISO_8859_1).lines())
                    .allMatch(line -> line.length() <= 998);
        }
    }

    @Test
    void aServerThatIsDownGetsItOnceItIsUpUnderTheSameMessageId() throws Exception {
        SmtpFarEnd gone = farEnd(Security.PLAIN);
        gone.close();
        try (BridgeBench bench = plainly(gone)) {
            MessageId id = bench.dispatch("ops", "hello");
            assertThat(bench.awaitPutOff(id).reason()).startsWith("ops@example.org: ");
            try (SmtpFarEnd later = new SmtpFarEnd(Security.PLAIN, CERTIFICATES, gone.port())) {
                bench.await(id, State.DONE);

                assertThat(later.taken()).hasSize(1);
                assertThat(later.taken().get(0).mail().getMessageID()).isEqualTo("<" + id + "@example.org>");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
    void aTemporaryRefusalAtAnyCommandIsTriedAgain(String command) throws Exception {
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = plainly(server)) {
            server.answering(line -> line.startsWith(command) ? "451 4.3.0 busy" : "");
            MessageId id = bench.dispatch("ops", "hello");

            assertThat(bench.awaitPutOff(id).reason()).contains("451 4.3.0 busy");
            server.answering(line -> "");
            bench.await(id, State.DONE);
            assertThat(server.taken()).hasSize(1);
        }
    }

    @Test
    void aServerThatPutsOffEachMailTwiceGetsThemAll() throws Exception {
        BreakerPolicy breaker = new BreakerPolicy(5, Duration.ofMillis(50), Duration.ofMinutes(5));
        try (SmtpFarEnd server = farEnd(Security.PLAIN).puttingOff(2);
                BridgeBench bench = MailBridge.start(new BridgeBench(
                        folder,
                        settings(server.address(), "ops@example.org", "security=none", "order=none"),
                        breaker))) {
            for (int i = 0; i < 12; i++) {
                bench.dispatch("ops", "mail " + i);
            }

            await().until(() -> server.taken().size() == 12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
    void aLastingRefusalAtAnyCommandIsDeadWithTheServersWords(String command) throws Exception {
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = plainly(server)) {
            server.answering(line -> line.startsWith(command) ? "550 5.1.1 nobody\u0007here" : "");
            Delivery dead = bench.await(bench.dispatch("ops", "hello"), State.DEAD);

            assertThat(dead.reason()).startsWith("ops@example.org: ").contains("550 5.1.1 nobody\\u{7}here");
            assertThat(server.taken()).isEmpty();
        }
    }

    @Test
    void oneRecipientWhoIsRefusedForGoodKeepsTheMailFromNobodyElse() throws Exception {
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = bench(
                        folder,
                        settings(
                                server.address(), "a@example.org, gone@example.org, c@example.org", "security=none"))) {
            server.answering(line -> line.startsWith("RCPT TO:<gone@") ? "550 5.1.1 unknown" : "");
            Delivery dead = bench.await(bench.dispatch("ops", "hello"), State.DEAD);

            assertThat(dead.reason())
                    .startsWith("gone@example.org: 550 5.1.1 unknown")
                    .doesNotContain("a@");
            assertThat(server.taken()).extracting(Taken::recipient).containsExactly("a@example.org", "c@example.org");
            assertThat(server.taken().get(0).mail().getHeader("To", null))
                    .isEqualTo("a@example.org, gone@example.org, c@example.org");
        }
    }

    @Test
    void whoHasTheMailIsNotMailedAgainWhenAnotherIsTriedAgain() throws Exception {
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = bench(
                        folder,
                        settings(
                                server.address(), "a@example.org, busy@example.org, c@example.org", "security=none"))) {
            server.answering(line -> line.startsWith("RCPT TO:<busy@") ? "450 4.2.1 later" : "");
            MessageId id = bench.dispatch("ops", "hello");
            await().until(() -> bench.delivery(id).attempts() >= 3);
            server.answering(line -> "");
            bench.await(id, State.DONE);

            assertThat(server.taken())
                    .extracting(Taken::recipient)
                    .containsExactly("a@example.org", "c@example.org", "busy@example.org");
        }
    }

    /** Refuses some mails at one of the commands, and takes some without saying so. */
    private static final class FailingHalfOfTheTime implements UnaryOperator<String> {
        private final HalfOfTheTime half = new HalfOfTheTime(7);
        private volatile String refused = "none";

        @Override
        public String apply(String line) {
            if (line.startsWith("MAIL")) {
                refused = switch (half.fate()) {
                    case TAKEN -> "none";
                    case REFUSED -> half.oneOf(List.of("MAIL", "RCPT", "DATA", "."));
                    case ANSWER_LOST -> SmtpFarEnd.LOST;
                };
            }
            if (line.equals(".") && refused.equals(SmtpFarEnd.LOST)) {
                return SmtpFarEnd.LOST;
            }
            return line.startsWith(refused) ? "451 4.3.0 busy" : "";
        }
    }

    /** Some were taken although the gateway can't know: their Message-ID tells that they are the same. */
    @Test
    @Timeout(4000)
    void aServerThatFailsHalfOfTheTimeGetsEachMail() throws Exception {
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = bench(
                        folder,
                        HalfOfTheTime.hurried(settings(server.address(), "ops@example.org", "security=none")))) {
            server.answering(new FailingHalfOfTheTime());
            int tries = HalfOfTheTime.eachArrivesInOrder(bench, () -> {
                Map<String, String> subjects = new LinkedHashMap<>();
                for (Taken each : server.taken()) {
                    subjects.putIfAbsent(
                            each.mail().getMessageID(), each.mail().getSubject().replace("alice: ", ""));
                }
                return List.copyOf(subjects.values());
            });

            assertThat(tries).isGreaterThan(HalfOfTheTime.manyTries());
        }
    }

    @Test
    void aServerThatHangsIsGivenUpInTime() throws Exception {
        CountDownLatch finished = new CountDownLatch(1);
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = bench(
                        folder, settings(server.address(), "ops@example.org", "security=none", "timeout=300ms"))) {
            server.answering(line -> {
                try {
                    return finished.await(60, TimeUnit.SECONDS) ? "" : "451 still hanging";
                } catch (InterruptedException e) {
                    return "451 stopped";
                }
            });

            assertThat(bench.awaitPutOff(bench.dispatch("ops", "hello")).state())
                    .isIn(State.WAITING, State.CLAIMED);
        } finally {
            finished.countDown();
        }
    }
}
