package dev.openfused.gateway.bridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.SampleMessage;
import dev.openfused.gateway.SampleMessage.Envelope;
import dev.openfused.gateway.keyring.Relationship;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {
    private static final SampleMessage KNOWN = SampleMessage.from("wisp");
    private static final Map<String, SampleMessage> MESSAGES = Map.ofEntries(
            Map.entry("stranger", KNOWN.stranger()),
            Map.entry("sealed-stranger", KNOWN.stranger().in(Envelope.SEALED_TO_US)),
            Map.entry("known", KNOWN),
            Map.entry("trusted", KNOWN.trustedOne()),
            Map.entry("subscribed", KNOWN.subscribedTo()),
            Map.entry("internal", KNOWN.as(Relationship.INTERNAL)),
            Map.entry("external", KNOWN.as(Relationship.EXTERNAL)),
            Map.entry("trusted-external", KNOWN.trustedOne().as(Relationship.EXTERNAL)),
            Map.entry("sealed", KNOWN.in(Envelope.SEALED_TO_US)),
            Map.entry("sealed-elsewhere", KNOWN.in(Envelope.SEALED_TO_SOMEBODY_ELSE)),
            Map.entry("bob", SampleMessage.from("bob")));

    @ParameterizedTest
    @CsvSource({
        "''                           , 1, 'a condition'",
        "'trusted or'                 , 11, 'found the end'",
        "'trusted subscribed'         , 9, 'expected ''and'' or ''or'', found ''subscribed'''",
        "'trusted,subscribed'         , 1, 'found ''trusted,subscribed'''",
        "'trustd'                     , 1, 'did you mean ''trusted''?'",
        "'trusted nad sealed'         , 9, 'did you mean ''and''?'",
        "'(trusted or sealed'         , 19, 'or '')'', found the end'",
        "'trusted)'                   , 8, 'found '')'''",
        "'()'                         , 2, 'found '')'''",
        "'not'                        , 4, 'found the end'",
        "'from:'                      , 1, 'must be followed by an agent''s name'",
        "'verified and from:../x'     , 14, 'must be followed by an agent''s name'",
        "'and trusted'                , 1, 'found ''and'''"
    })
    void aMalformedConditionIsRefusedWithItsPlace(String text, int position, String problem) {
        assertThatThrownBy(() -> Accept.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("is wrong at character " + position + ":")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not verified",
                "not any",
                "trusted and not trusted",
                "internal and external",
                "from:alice and from:bob",
                "not (any or trusted)"
            })
    void aConditionThatNothingCanMeetIsRefused(String text) {
        assertThatThrownBy(() -> Accept.parse(text)).hasMessageStartingWith("accepts nothing");
    }

    @Test
    void aConditionWithoutEndIsRefused() {
        assertThatThrownBy(() -> Accept.parse("(".repeat(100_000))).hasMessageContaining("longer than 1000");
    }

    @Property(tries = 300)
    void anyTextIsReadOrRefused(@ForAll String text) {
        try {
            Accept.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "any, stranger, true",
        "any, sealed-elsewhere, true",
        "verified, stranger, false",
        "verified, known, true",
        "trusted, known, false",
        "trusted, trusted, true",
        "subscribed, subscribed, true",
        "subscribed, trusted, false",
        "internal, internal, true",
        "internal, external, false",
        "internal, known, false",
        "external, external, true",
        "sealed, sealed, true",
        "sealed, known, false",
        "sealed, sealed-stranger, false",
        "sealed, sealed-elsewhere, false",
        "from:wisp, known, true",
        "from:wisp, stranger, false",
        "from:wisp, bob, false",
        "trusted or subscribed, subscribed, true",
        "trusted or subscribed, known, false",
        "not trusted, known, true",
        "not trusted, trusted, false",
        "not trusted, stranger, false",
        "not sealed, stranger, false",
        "not not trusted, stranger, false",
        "not not trusted, trusted, true",
        "not (trusted or subscribed), stranger, false",
        "not (trusted or subscribed), known, true",
        "any and not trusted, stranger, false",
        "any and not trusted, known, true",
        "any or trusted, stranger, true",
        "trusted and not external, trusted, true",
        "trusted and not external, trusted-external, false",
        "subscribed or trusted and external, trusted-external, true",
        "subscribed or trusted and external, trusted, false",
        "(subscribed or trusted) and external, subscribed, false",
        "trusted OR from:bob, bob, true"
    })
    void aMessageIsAcceptedByStanding(String condition, String message, boolean accepted) {
        Accept accept = Accept.parse(condition);
        SampleMessage sample = requireNonNull(MESSAGES.get(message));

        assertThat(accept.test(sample.opened())).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "sealed, sealed, true",
        "sealed, sealed-elsewhere, true",
        "not sealed, sealed, true",
        "sealed, known, false",
        "sealed, sealed-stranger, false",
        "trusted, known, false",
        "trusted, trusted, true",
        "any, stranger, true",
        "verified, stranger, false"
    })
    void atDispatchAMessageIsHeldBackOnlyIfItsContentCannotChangeThat(String condition, String message, boolean could) {
        SampleMessage sample = requireNonNull(MESSAGES.get(message));

        assertThat(Accept.parse(condition).couldAccept(sample.judged())).isEqualTo(could);
    }

    @Property(tries = 200)
    void whateverIsAcceptedAtDeliveryWasLetThroughAtDispatch(@ForAll int seed) {
        String[] words = {"verified", "trusted", "subscribed", "internal", "sealed", "from:bob", "any"};
        String a = words[Math.floorMod(seed, 7)];
        String b = words[Math.floorMod(seed / 7, 7)];
        String condition = (seed % 2 == 0 ? "not " : "") + a + (seed % 3 == 0 ? " and " : " or ") + b;
        Accept accept;
        try {
            accept = Accept.parse(condition);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("accepts nothing");
            return;
        }
        MESSAGES.values().stream().filter(m -> accept.test(m.opened())).forEach(m -> assertThat(
                        accept.couldAccept(m.judged()))
                .as("%s, %s", condition, m)
                .isTrue());
    }
}
