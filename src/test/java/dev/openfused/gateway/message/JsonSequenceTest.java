package dev.openfused.gateway.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonSequenceTest {
    private static List<String> texts(String body) {
        return JsonSequence.texts(body.getBytes(UTF_8), 100).stream()
                .map(text -> new String(text, UTF_8))
                .toList();
    }

    @Test
    void textsAreWhatStandsBetweenSeparators() {
        assertThat(texts("\u001e{}\n\u001e{\n}\n")).containsExactly("{}", "{\n}");
        assertThat(texts("\u001e{}\u001e{}")).as("without line feeds").containsExactly("{}", "{}");
        assertThat(texts("{}")).as("without a separator").containsExactly("{}");
        assertThat(texts("\u001e\u001e\n\u001e")).isEmpty();
        assertThat(texts("")).isEmpty();
    }

    @Test
    void noMoreAreTakenThanAskedFor() {
        assertThat(JsonSequence.texts("\u001e1\n\u001e2\n\u001e3\n".getBytes(UTF_8), 2))
                .hasSize(2);
    }

    @Property(tries = 200)
    void whatIsPutTogetherComesApartByteForByte(@ForAll List<String> any) {
        List<byte[]> texts = any.stream()
                .map(text -> ("\"" + text.replace("\u001e", "") + "\"").getBytes(UTF_8))
                .toList();

        assertThat(JsonSequence.texts(JsonSequence.of(texts), Integer.MAX_VALUE))
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(texts);
    }
}
