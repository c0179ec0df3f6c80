package dev.openfused.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @ParameterizedTest
    @CsvSource({
        "2026-03-21T07:59:44.123456789+00:00, 2026-03-21T07:59:44.123456789Z",
        "2026-03-21T07:59:44.123Z,            2026-03-21T07:59:44.123Z",
        "2026-03-21T07:59:44Z,                2026-03-21T07:59:44Z",
        "2026-03-21t07:59:44z,                2026-03-21T07:59:44Z",
        "2026-03-21T07:59:44.1234567891234Z,  2026-03-21T07:59:44.123456789Z",
        "2026-03-21T09:29:44+01:30,           2026-03-21T07:59:44Z",
        "2026-03-20T23:59:44-08:00,           2026-03-21T07:59:44Z",
        "2026-03-21T07:59:44-00:00,           2026-03-21T07:59:44Z",
        "2016-12-31T23:59:60Z,                2017-01-01T00:00:00Z",
        "2017-01-01T00:59:60.5+01:00,         2017-01-01T00:00:00Z",
        "2024-02-29T00:00:00Z,                2024-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z,                0000-01-01T00:00:00Z",
    })
    void everyFormIsRead(String text, Instant time) {
        assertThat(Rfc3339.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-03-21",
                "2026-03-21T07:59Z",
                "2026-03-21 07:59:44Z",
                "2026-03-21T07:59:44",
                "2026-03-21T07:59:44.Z",
                "2026-03-21T07:59:44,5Z",
                "2026-03-21T24:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-03-21T07:59:60Z",
                "2026-03-21T07:59:44+0000",
                "2026-03-21T07:59:44+00",
                "2026-03-21T07:59:44+24:00",
                "2026-03-21T07:59:44+00:60",
                "+2026-03-21T07:59:44Z",
                "2026-03-21T07:59:44Z\n",
                " 2026-03-21T07:59:44Z",
                "２０２６-03-21T07:59:44Z",
                "2026-03-21T07:59:44.00000000000000000000000000000000000000000000000000000000000000000Z",
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oursHaveMillisecondsAndZ() {
        assertThat(Rfc3339.format(Instant.parse("2026-03-21T07:59:44Z"))).isEqualTo("2026-03-21T07:59:44.000Z");
        assertThat(Rfc3339.format(Instant.parse("2026-03-21T07:59:44.1239Z"))).isEqualTo("2026-03-21T07:59:44.123Z");
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long ms) {
        Instant time = Instant.ofEpochMilli(ms);

        assertThat(Rfc3339.parse(Rfc3339.format(time))).isEqualTo(time);
    }
}
