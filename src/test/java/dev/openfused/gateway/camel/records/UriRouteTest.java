package dev.openfused.gateway.camel.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import dev.openfused.gateway.HttpFarEnd.Call;
import dev.openfused.gateway.camel.BridgeBench;
import dev.openfused.gateway.camel.HalfOfTheTime;
import dev.openfused.gateway.camel.HalfOfTheTime.Fate;
import dev.openfused.gateway.queue.Delivery.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shipped {@code routes/uri.yaml} to Camel's own HTTP component, which throws what is not 2xx. */
class UriRouteTest extends RecordRouteContract {
    private final Map<String, String> taken = new LinkedHashMap<>();
    private final HttpFarEnd farEnd = new HttpFarEnd();

    @AfterEach
    void stop() {
        farEnd.close();
    }

    @Test
    void headersOfADeliverySteerNoCall() throws Exception {
        try (BridgeBench bench = bench(false, elsewhere())) {
            bench.await(bench.dispatch("ops", "hello"), State.DONE);

            assertThat(farEnd.calls()).extracting(Call::target).containsExactly("/records");
        }
    }

    private Map<String, String> elsewhere() {
        return Map.of("CamelHttpUri", farEnd.url() + "/uri", "CamelHttpPath", "/path", "CamelHttpQuery", "query=1");
    }

    @Override
    List<String> settings(boolean failing) {
        HalfOfTheTime half = new HalfOfTheTime(7);
        farEnd.answering(call -> take(call, failing ? half.fate() : Fate.TAKEN));
        return List.of("to=uri", "uri=" + farEnd.url() + "/records");
    }

    private synchronized Answer take(Call call, Fate fate) {
        if (fate != Fate.REFUSED) {
            taken.putIfAbsent(call.header("OpenFuseMessageId"), call.text());
        }
        return new Answer(fate == Fate.TAKEN ? 200 : 500);
    }

    @Override
    synchronized List<String> arrived() {
        return List.copyOf(taken.values());
    }
}
