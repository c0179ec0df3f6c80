package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others write into the headers of a mail or a broker's message reaches no route: Camel's components would take it for
 * orders, our steps for proofs. The routes are the shipped ones with a step in front that logs the headers they were given.
 *
 * @see <a href="https://camel.apache.org/security/CVE-2026-33454.html">CVE-2026-33454, mail</a>
 * @see <a href="https://camel.apache.org/security/CVE-2026-40453.html">CVE-2026-40453, JMS</a>
 */
@Timeout(120)
class ForeignHeadersIT {
    private static final List<String> FORGED = List.of(
            "CamelFileName",
            "CAmelExecCommandExecutable",
            "camelHttpUri",
            "OpenFuseTrusted",
            "OPENFUSEVERIFIED",
            "openFuseBridge");

    @TempDir
    Path folder;

    private BridgedGateway gateway;

    @BeforeEach
    void make() throws Exception {
        gateway = new BridgedGateway(folder);
    }

    /** An installation whose route of this name shows the headers of each exchange before anything else happens. */
    private void showHeadersIn(String route) throws IOException {
        Path shipped = Path.of(System.getProperty("distribution"), "routes", route + ".yaml");
        Path routes = Files.createDirectories(folder.resolve("routes"));
        String steps = "\n      steps:\n";
        assertThat(shipped).content().contains(steps);
        Files.writeString(
                routes.resolve(route + ".yaml"), Files.readString(shipped).replace(steps, steps + """
                            - log:
                                message: "headers of an exchange: [${headers}]"
                    """.indent(0)));
        gateway.setting("openfuse.routes", routes.toString());
    }

    private void assertNoneOfThemIn(GatewayProcess process) throws Exception {
        await().untilAsserted(() -> assertThat(gateway.inbox()).hasSize(1));
        List<String> shown = process.output().stream()
                .filter(line -> line.contains("headers of an exchange: ["))
                .toList();
        assertThat(shown).hasSize(1).allSatisfy(line -> assertThat(line.toLowerCase(Locale.ROOT))
                .doesNotContain("forged", "camelexec", "openfuset"));
    }

    @Test
    void aMailBringsNoHeaderIntoItsRoute() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        server.start();
        TestCertificates certificates = new TestCertificates();
        try (TlsFront tls = new TlsFront(
                certificates.server(certificates.issue("127.0.0.1")),
                server.getImap().getPort())) {
            GreenMailUser mailbox = server.setUser("agents@example.org", "agents", "correct horse");
            MimeMessage mail = new MimeMessage(jakarta.mail.Session.getInstance(new Properties()));
            mail.setFrom("ann@example.com");
            mail.setText("hello");
            for (String name : FORGED) {
                mail.setHeader(name, "forged");
            }
            mail.setHeader("mail.smtp.host", "forged");
            mail.saveChanges();
            mailbox.deliver(mail);
            showHeadersIn("email-in");
            gateway.bridge(
                    "from-mail",
                    "from=email",
                    "server=127.0.0.1:" + tls.port(),
                    "ca=" + Files.writeString(folder.resolve("ca.pem"), certificates.authorityPem()),
                    "user=agents",
                    "password=correct horse",
                    "poll=1s",
                    "recipients=self");
            try (GatewayProcess process = gateway.serve()) {
                assertNoneOfThemIn(process);
            }
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms", "amqp"})
    void aBrokersMessageBringsNoHeaderIntoItsRoute(String kind) throws Exception {
        try (ArtemisBroker broker = new ArtemisBroker(folder.resolve("broker"))) {
            broker.start();
            try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url("jms"));
                    Connection connection = factory.createConnection()) {
                Session session = connection.createSession();
                Message message = session.createTextMessage("hello");
                for (String name : FORGED) {
                    message.setStringProperty(name, "forged");
                }
                session.createProducer(session.createQueue("in")).send(message);
            }
            showHeadersIn(kind + "-in");
            gateway.bridge(
                    "requests", "from=" + kind, "url=" + broker.url(kind), "destination=queue:in", "recipients=self");
            try (GatewayProcess process = gateway.serve()) {
                assertNoneOfThemIn(process);
            }
        }
    }
}
