package dev.openfused.gateway.camel.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.CuttingRelay;
import dev.openfused.gateway.KafkaBroker;
import dev.openfused.gateway.camel.BridgeBench;
import dev.openfused.gateway.queue.Delivery.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped {@code routes/kafka.yaml}. */
class KafkaRouteTest extends RecordRouteContract {
    private final CuttingRelay relay;
    private KafkaBroker broker;

    KafkaRouteTest() throws IOException {
        relay = new CuttingRelay(7, 6, 4);
    }

    @BeforeEach
    void start() throws Exception {
        broker = new KafkaBroker(folder.resolve("broker")).behind(relay.port());
        broker.start();
        relay.to(broker.port());
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        broker.close();
    }

    @Override
    List<String> settings(boolean failing) throws IOException {
        if (!failing) {
            relay.calm();
        }
        return List.of("to=kafka", "brokers=" + broker.address(), "topic=out", "tls=false");
    }

    @Override
    List<String> arrived() throws IOException {
        relay.calm();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition("out", 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().iterator().next();
            List<String> records = new ArrayList<>();
            while (records.size() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> records.add(each.value()));
            }
            return records;
        }
    }

    /** CVE-2026-49098. */
    @Test
    void headersOfADeliverySteerNeitherTopicNorPartition() throws Exception {
        Map<String, String> headers = Map.of("kafka.OVERRIDE_TOPIC", "elsewhere", "kafka.PARTITION_KEY", "1000");
        try (BridgeBench bench = bench(false, headers)) {
            bench.await(bench.dispatch("ops", "hello"), State.DONE);

            assertThat(arrived()).hasSize(1);
        }
    }

    /** Its client tries again by itself. */
    @Override
    int leastTries() {
        assertThat(relay.cuts()).isGreaterThan(30);
        return 99;
    }
}
