package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brokers that speak TLS by a private authority and want a password, as the packaged gateway comes to terms with them. */
@Timeout(180)
class GuardedBrokersIT {
    private static final String WRONG = "no-such-w0rd";

    @TempDir
    Path folder;

    private final TestCertificates certificates = new TestCertificates();
    private BridgedGateway gateway;
    private Path keys;

    @BeforeEach
    void make() throws Exception {
        gateway = new BridgedGateway(folder);
        keys = certificates.keyStore(folder.resolve("broker.p12"), certificates.issue("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms", "amqp"})
    void aQueueGetsWhatWaitedForTheRightAuthorityAndTheRightPassword(String kind) throws Exception {
        Path trusted = certificates.trustStore(folder.resolve("trusted.p12"));
        Path strangers = new TestCertificates().trustStore(folder.resolve("strangers.p12"));
        try (ArtemisBroker broker = ArtemisBroker.guarded(folder.resolve("broker"), keys)) {
            broker.start();
            gateway.bridge(
                    "bus",
                    "to=" + kind,
                    "url=" + broker.tlsUrl(kind, strangers),
                    "destination=queue:out",
                    "user=gateway",
                    "password=" + WRONG);
            try (GatewayProcess process = gateway.serve()) {
                gateway.send(process, "one");
                BridgedGateway.awaitLine(process, "bridge:bus", "try 2");
                assertThat(broker.waiting("out")).isZero();
                edit("bus", "url=" + broker.tlsUrl(kind, trusted));
                gateway.send(process, "two");
                BridgedGateway.awaitLine(
                        process, "bridge:bus", kind.equals("jms") ? "AMQ229031" : "failed to authenticate");
                assertThat(broker.waiting("out")).isZero();
                edit("bus", "password=s3cret");

                await().untilAsserted(() -> assertThat(broker.waiting("out")).isEqualTo(2));
                assertThat(texts(broker, trusted)).containsExactly("one", "two");
                nothingButLines(process);
            }
        }
    }

    private static List<String> texts(ArtemisBroker broker, Path trusted) throws Exception {
        List<String> texts = new ArrayList<>();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.tlsUrl("jms", trusted));
                JMSContext context = factory.createContext("gateway", "s3cret");
                JMSConsumer consumer = context.createConsumer(context.createQueue("out"))) {
            for (String record = consumer.receiveBody(String.class, 500);
                    record != null;
                    record = consumer.receiveBody(String.class, 100)) {
                texts.add(new ObjectMapper().readTree(record).path("text").asText());
            }
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "scram-sha-512"})
    void aTopicGetsWhatWaitedForTheRightAuthorityAndTheRightPassword(String mechanism) throws Exception {
        try (KafkaBroker broker = KafkaBroker.guarded(folder.resolve("broker"), keys)) {
            broker.start();
            gateway.bridge(
                    "stream",
                    "to=kafka",
                    "brokers=" + broker.guardedAddress(),
                    "topic=out",
                    "user=gateway",
                    "password=" + WRONG,
                    "mechanism=" + mechanism);
            try (GatewayProcess process = gateway.serve()) {
                gateway.send(process, "one");
                BridgedGateway.awaitLine(process, "bridge:stream", "comes from no authority that is trusted here");
                edit("stream", "ca=" + Files.writeString(folder.resolve("ca.pem"), certificates.authorityPem()));
                gateway.send(process, "two");
                BridgedGateway.awaitLine(process, "bridge:stream", "uthentication failed");
                edit("stream", "password=s3cret");

                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(texts(broker)).containsExactly("one", "two"));
                nothingButLines(process);
            }
        }
    }

    private static List<String> texts(KafkaBroker broker) throws Exception {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition("out", 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().iterator().next();
            List<String> texts = new ArrayList<>();
            while (texts.size() < end) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    texts.add(new ObjectMapper()
                            .readTree(each.value())
                            .path("text")
                            .asText());
                }
            }
            return texts;
        }
    }

    private void edit(String bridge, String line) throws Exception {
        gateway.bridge(bridge, line).settings();
    }

    /** What is wrong is told in lines, not in traces, and no password is. */
    private static void nothingButLines(GatewayProcess process) {
        assertThat(process.output())
                .noneMatch(line -> line.contains(WRONG) || line.contains("s3cret"))
                .noneMatch(line -> line.contains(TestCertificates.STORE_PASSWORD))
                .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Caused by"));
    }
}
