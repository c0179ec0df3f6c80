package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.message.MessageId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bridges to and from topics of Apache Kafka, as the packaged gateway runs them. */
@Timeout(180)
class KafkaBridgesIT {
    @TempDir
    Path folder;

    private BridgedGateway gateway;
    private KafkaBroker broker;

    @BeforeEach
    void make() throws Exception {
        gateway = new BridgedGateway(folder);
        broker = new KafkaBroker(folder.resolve("broker"));
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private List<ConsumerRecord<String, String>> all(String topic) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().iterator().next();
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (records.size() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    private void put(String topic, String... texts) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new StringSerializer())) {
            for (String text : texts) {
                producer.send(new ProducerRecord<>(topic, text)).get();
            }
        }
    }

    @Test
    void aMessageIsSentOnceAlsoWhenTheBrokerIsAwayForAWhile() throws Exception {
        gateway.bridge("stream", "to=kafka", "brokers=" + broker.address(), "topic=out", "tls=false");
        try (GatewayProcess process = gateway.serve()) {
            MessageId first = gateway.send(process, "one \u202E <b>\u0000");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(all("out")).hasSize(1));
            ConsumerRecord<String, String> record = all("out").get(0);
            assertThat(record.key()).isEqualTo("alice");
            assertThat(new ObjectMapper().readTree(record.value()).path("text").asText())
                    .isEqualTo("one \u202E <b>\u0000");
            assertThat(new String(
                            record.headers().lastHeader("OpenFuseMessageId").value(), StandardCharsets.UTF_8))
                    .isEqualTo(first.value());

            broker.stop();
            gateway.send(process, "two");
            gateway.send(process, "three");
            BridgedGateway.awaitLine(process, "bridge:stream", "try 1");
            broker.start();

            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(all("out"))
                    .extracting(each -> new ObjectMapper()
                            .readTree(each.value())
                            .path("text")
                            .asText())
                    .containsExactly("one \u202E <b>\u0000", "two", "three"));
        }
    }

    @Test
    void aRecordThatIsTooLargeIsDeadAtOnce() throws Exception {
        gateway.bridge("stream", "to=kafka", "brokers=" + broker.address(), "topic=out", "tls=false");
        try (GatewayProcess process = gateway.serve()) {
            // 900,000 characters of six bytes each as JSON writes them, where the client's limit is 1 MiB.
            gateway.send(process, "\u0001".repeat(400_000));

            BridgedGateway.awaitLine(process, "decision=dead", "target=bridge:stream", "attempt=1");
        }
    }

    @Test
    void recordsComeInOnceAcrossARestartAndWhatCannotIsPassedOver() throws Exception {
        gateway.bridge(
                "events", "from=kafka", "brokers=" + broker.address(), "topic=in", "tls=false", "recipients=self");
        put("in", "first, before anybody listens", "   ", "second");
        try (GatewayProcess process = gateway.serve()) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(texts())
                    .containsExactlyInAnyOrder("| first, before anybody listens", "| second"));
            BridgedGateway.awaitLine(process, "bridge events", "in/0/1", "passed over");
            process.kill();
        }
        put("in", "third");
        try (GatewayProcess process = gateway.serve()) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(texts())
                    .containsExactlyInAnyOrder("| first, before anybody listens", "| second", "| third"));
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void aRecordThatClaimsTheNumberOfAnotherDoesNotKeepThatOneOut() throws Exception {
        gateway.bridge(
                "events", "from=kafka", "brokers=" + broker.address(), "topic=in", "tls=false", "recipients=self");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> forged = new ProducerRecord<>("in", "the same words");
            for (String name :
                    List.of("kafka.OFFSET", "KAFKA.OFFSET", "Kafka.offset", "openFuseBridge", "CamelKafkaOffset")) {
                forged.headers().add(name, "1".getBytes(StandardCharsets.UTF_8));
            }
            producer.send(forged).get();
            producer.send(new ProducerRecord<>("in", "the same words")).get();
        }
        try (GatewayProcess process = gateway.serve()) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(texts()).containsExactly("| the same words", "| the same words"));
            assertThat(process.isAlive()).isTrue();
        }
    }

    private List<String> texts() throws Exception {
        return gateway.inbox().stream()
                .map(message ->
                        message.path("content").asText().lines().toList().get(3))
                .toList();
    }
}
