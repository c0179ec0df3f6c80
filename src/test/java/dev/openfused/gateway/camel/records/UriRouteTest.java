package dev.openfused.gateway.camel.records;

import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import dev.openfused.gateway.HttpFarEnd.Call;
import dev.openfused.gateway.camel.HalfOfTheTime;
import dev.openfused.gateway.camel.HalfOfTheTime.Fate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The shipped {@code routes/uri.yaml} to Camel's own HTTP component, which throws what is not 2xx. */
class UriRouteTest extends RecordRouteContract {
    private final Map<String, String> taken = new LinkedHashMap<>();
    private final HttpFarEnd farEnd = new HttpFarEnd();

    @AfterEach
    void stop() {
        farEnd.close();
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
