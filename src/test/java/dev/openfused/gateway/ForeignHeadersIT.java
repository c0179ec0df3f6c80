package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others write into the headers of a broker's message reaches no route: Camel's components would take it for
 * orders, our steps for proofs. The routes are the shipped ones with a step in front that logs the headers they were given.
 *
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
        String steps = "      steps:\n";
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
