package dev.openfused.gateway.crypto;

import static dev.openfused.gateway.Vectors.folder;
import static dev.openfused.gateway.Vectors.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.Vectors;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    @Test
    void noneOfTheFourteenEncodingsOfSmallOrderPointsIsImported() {
        Set<String> smallOrder = new TreeSet<>();
        for (JsonNode test : json(folder("cctv-ed25519").resolve("ed25519vectors.json"))) {
            if (test.get("flags").toString().contains("\"low_order_A\"")) {
                smallOrder.add(test.get("key").asText());
            }
        }

        assertThat(smallOrder).hasSize(14).allSatisfy(key -> assertThatThrownBy(() -> new SigningKey(key))
                .isInstanceOf(IllegalArgumentException.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "9C620A9865B6DB8CC3EC23D8D5FF3DB3DD37F146758D85629602E1DDFB715488",
                "9c620a9865b6db8cc3ec23d8d5ff3db3dd37f146758d85629602e1ddfb7154",
                " 9c620a9865b6db8cc3ec23d8d5ff3db3dd37f146758d85629602e1ddfb71548",
                "0200000000000000000000000000000000000000000000000000000000000000",
            })
    void whatIsNoPointInLowerCaseHexIsNotImported(String text) {
        assertThatThrownBy(() -> new SigningKey(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyKeyOfARealClientIsImported() {
        for (String role : Set.of("sender", "recipient", "stranger", "old_client")) {
            assertThatCode(() -> new SigningKey(Vectors.keys(role).publicKey())).doesNotThrowAnyException();
        }
    }

    @Test
    void theFingerprintIsThatOfTheHexText() {
        Vectors.openfused("fingerprints.json").get("fingerprints").fields().forEachRemaining(e -> assertThat(
                        Fingerprint.of(e.getKey()).value())
                .isEqualTo(e.getValue().get("fingerprint").asText()));
    }
}
