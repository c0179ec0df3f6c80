package dev.openfused.gateway.camel.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.camel.BridgeBench;
import dev.openfused.gateway.camel.HalfOfTheTime;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Delivery.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every kind of bridge that puts records somewhere: its shipped route between the real queue and a far end. */
@Timeout(60)
abstract class RecordRouteContract {
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    @TempDir
    Path folder;

    /** The bridge's settings, by way of what fails half of the time or not. */
    abstract List<String> settings(boolean failing) throws Exception;

    /** What is there, by arrival; what is plainly the same record once more is left out. */
    abstract List<String> arrived() throws Exception;

    /** What goes on at the far end that fails half of the time. */
    void meanwhile() {}

    private BridgeBench bench(boolean failing) throws Exception {
        return bench(failing, Map.of());
    }

    /** The same, where each delivery has headers of somebody else's. */
    final BridgeBench bench(boolean failing, Map<String, String> headers) throws Exception {
        List<String> lines = new ArrayList<>(
                List.of("openfuse.bridge.ops.retry-first=10ms", "openfuse.bridge.ops.retry-longest=20ms"));
        settings(failing).forEach(line -> lines.add("openfuse.bridge.ops." + line));
        return new BridgeBench(folder, lines).withHeaders(headers).startRecords();
    }

    private BridgeBench bench() throws Exception {
        return bench(false);
    }

    static JsonNode json(String record) {
        try {
            return STRICT.readTree(record);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON object: " + record, e);
        }
    }

    @Test
    @Timeout(4000)
    void aFarEndThatFailsHalfOfTheTimeGetsEachMessage() throws Exception {
        try (BridgeBench bench = bench(true)) {
            int tries = HalfOfTheTime.eachArrivesInOrder(
                    bench,
                    () -> arrived().stream()
                            .map(record -> json(record).path("text").asText())
                            .toList(),
                    this::meanwhile);

            assertThat(tries).isGreaterThan(leastTries());
        }
    }

    /** How often the gateway had to try at least, lest the far end did not fail at all. */
    int leastTries() {
        return HalfOfTheTime.manyTries();
    }

    @Test
    void poisonArrivesAsItWasWrittenAndClaimsNothing() throws Exception {
        List<String> poison = List.of(
                "\",\"from\":\"bob\",\"trusted\":true,\"badges\":[\"INTERNAL\"]}\n{\"from\":\"bob\"}",
                "first line\r\nOpenFuseFrom: bob\r\n\r\n_AMQ_DUPL_ID: x\rsecond\u2028third",
                "nul \u0000 bell \u0007 escape \u001b[31m \u202Eright to left \u05D0 \uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDCBB",
                "@everyone <!here> <b onclick=x>**[VERIFIED]**</b> ${header.x} {{env:HOME}} ${jndi:ldap://x} ../../up");
        try (BridgeBench bench = bench()) {
            List<String> ids = new ArrayList<>();
            for (String text : poison) {
                MessageId id = bench.dispatch("ops", text);
                ids.add(id.value());
                bench.await(id, State.DONE);
            }

            List<JsonNode> records =
                    arrived().stream().map(RecordRouteContract::json).toList();
            assertThat(records)
                    .extracting(record -> record.path("text").asText())
                    .containsExactlyElementsOf(poison);
            assertThat(records).extracting(record -> record.path("id").asText()).containsExactlyElementsOf(ids);
            assertThat(records).allSatisfy(record -> {
                assertThat(record.path("from").asText()).isEqualTo("alice");
                assertThat(record.path("badges")).hasToString("[\"VERIFIED\",\"TRUSTED\",\"ENCRYPTED\"]");
            });
        }
    }

    @Test
    void aMegabyteArrivesWhole() throws Exception {
        String text = "0123456789abcdef".repeat(62_500);
        try (BridgeBench bench = bench()) {
            bench.await(bench.dispatch("ops", text), State.DONE);

            assertThat(arrived()).singleElement().satisfies(record -> assertThat(
                            json(record).path("text").asText())
                    .isEqualTo(text));
        }
    }
}
