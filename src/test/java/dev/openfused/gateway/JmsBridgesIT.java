package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.message.MessageId;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.JmsDestination;
import org.apache.qpid.jms.JmsSession;
import org.apache.qpid.jms.message.JmsMessageIDBuilder;
import org.apache.qpid.jms.policy.JmsMessageIDPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bridges to and from ActiveMQ Artemis, over its own protocol and over AMQP 1.0, as the packaged gateway runs them. */
@Timeout(180)
class JmsBridgesIT {
    @TempDir
    Path folder;

    private BridgedGateway gateway;
    private ArtemisBroker broker;

    @BeforeEach
    void make() throws Exception {
        gateway = new BridgedGateway(folder);
        broker = new ArtemisBroker(folder.resolve("broker"));
        broker.start();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private interface Use<T> {
        T with(Session session) throws JMSException;
    }

    private <T> T use(Use<T> use) throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url("jms"));
                Connection connection = ((ConnectionFactory) factory).createConnection()) {
            connection.start();
            return use.with(connection.createSession());
        }
    }

    /** Takes what is in a queue. */
    private List<TextMessage> take(String queue) throws JMSException {
        return use(session -> {
            List<TextMessage> taken = new ArrayList<>();
            try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                for (Message message = consumer.receive(500); message != null; message = consumer.receive(100)) {
                    taken.add((TextMessage) message);
                }
            }
            return taken;
        });
    }

    private void put(String queue, String text) throws JMSException {
        use(session -> {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms", "amqp"})
    void aMessageIsSentOnceAlsoWhenTheBrokerIsAwayForAWhile(String kind) throws Exception {
        gateway.bridge("bus", "to=" + kind, "url=" + broker.url(kind), "destination=queue:out");
        try (GatewayProcess process = gateway.serve()) {
            MessageId first = gateway.send(process, "one \u202E <b>\u0000");
            List<TextMessage> taken = new ArrayList<>();
            await().untilAsserted(() -> {
                taken.addAll(take("out"));
                assertThat(taken).hasSize(1);
            });
            TextMessage message = taken.get(0);
            assertThat(new ObjectMapper()
                            .readTree(message.getText())
                            .path("text")
                            .asText())
                    .isEqualTo("one \u202E <b>\u0000");
            assertThat(message.getStringProperty("OpenFuseFrom")).isEqualTo("alice");
            assertThat(message.getBooleanProperty("OpenFuseTrusted")).isTrue();
            assertThat(message.getStringProperty("OpenFuseMessageId")).isEqualTo(first.value());

            broker.stop();
            gateway.send(process, "two");
            gateway.send(process, "three");
            BridgedGateway.awaitLine(process, "bridge:bus", "try 2");
            broker.start();

            taken.clear();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                taken.addAll(take("out"));
                assertThat(taken).hasSize(2);
            });
            assertThat(taken.get(0).getText()).contains("\"text\":\"two\"");
            assertThat(taken.get(1).getText()).contains("\"text\":\"three\"");
        }
    }

    /** By AMQP whoever sends says what a message is called. */
    @Test
    void aMessageThatTookTheNameOfAnotherDoesNotKeepThatOneOut() throws Exception {
        gateway.bridge("requests", "from=amqp", "url=" + broker.url("amqp"), "destination=queue:in", "recipients=self");
        JmsConnectionFactory factory = new JmsConnectionFactory(broker.url("amqp"));
        factory.setMessageIDPolicy(new JmsMessageIDPolicy() {
            @Override
            public JmsMessageIDPolicy copy() {
                return this;
            }

            @Override
            public JmsMessageIDBuilder getMessageIDBuilder(JmsSession session, JmsDestination destination) {
                return (producer, sequence) -> "ID:order-18";
            }
        });
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue("in"));
            producer.send(session.createTextMessage("taken"));
            producer.send(session.createTextMessage("genuine"));
            producer.send(session.createTextMessage("genuine"));
        }
        try (GatewayProcess process = gateway.serve()) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(gateway.inbox())
                    .extracting(message ->
                            message.path("content").asText().lines().toList().get(3))
                    .containsExactlyInAnyOrder("| taken", "| genuine"));
            await().untilAsserted(() -> assertThat(broker.waiting("in")).isZero());
            assertThat(process.isAlive()).isTrue();
            assertThat(gateway.inbox()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms", "amqp"})
    void whatIsInAQueueComesInOnceAndWhatCannotGoesToTheDeadLetters(String kind) throws Exception {
        gateway.bridge(
                "requests", "from=" + kind, "url=" + broker.url(kind), "destination=queue:in", "recipients=self");
        put("in", "first, before anybody listens");
        try (GatewayProcess process = gateway.serve()) {
            put("in", "   ");
            use(session -> {
                Serializable object = new ArrayList<>(List.of("a gadget"));
                session.createProducer(session.createQueue("in")).send(session.createObjectMessage(object));
                return true;
            });
            put("in", "second");

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(gateway.inbox())
                    .extracting(message ->
                            message.path("content").asText().lines().toList().get(3))
                    .containsExactlyInAnyOrder("| first, before anybody listens", "| second"));
            assertThat(gateway.inbox())
                    .allSatisfy(
                            message -> assertThat(message.path("from").asText()).isEqualTo("gateway.requests"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(broker.waiting("DLQ")).isEqualTo(2));
            assertThat(broker.waiting("in")).isZero();
        }
    }

    @Test
    void anObjectIsNotMadeOfAMessageAlsoByAnOperatorsOwnEndpoint() throws Exception {
        gateway.bridge("own", "from=uri", "uri=jms:queue:in?mapJmsMessage=true", "recipients=self");
        Path settings = gateway.settings();
        Files.writeString(
                settings,
                "camel.component.jms.connection-factory=#class:" + ActiveMQConnectionFactory.class.getName() + "('"
                        + broker.url("jms") + "')\n",
                StandardOpenOption.APPEND);
        Path evidence = folder.resolve("evidence");
        use(session -> {
            session.createProducer(session.createQueue("in")).send(session.createObjectMessage(new Gadget(evidence)));
            return true;
        });
        put("in", "after the gadget");

        try (GatewayProcess process =
                GatewayProcess.serve(gateway.store(), settings, "-Xbootclasspath/a:" + gadgetAlone())) {
            await().untilAsserted(() -> assertThat(gateway.inbox())
                    .anyMatch(message -> message.path("content").asText().endsWith("| after the gadget")));
            assertThat(evidence).doesNotExist();
            BridgedGateway.awaitLine(process, "a serialised Java object was refused: " + Gadget.class.getName());
        }
    }

    /** The gateway must know the class, or it can't make one anyway. */
    private Path gadgetAlone() throws Exception {
        String name = Gadget.class.getName().replace('.', '/') + ".class";
        Path file = folder.resolve("classes").resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream bytes = Gadget.class.getResourceAsStream("/" + name)) {
            Files.copy(bytes, file);
        }
        return folder.resolve("classes");
    }
}
