package dev.openfused.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    // 2026-11-23 is a Monday.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22:00-07:00 | 2026-11-23T21:59:59Z | -",
                "22:00-07:00 | 2026-11-23T22:00:00Z | 2026-11-24T07:00:00Z",
                "22:00-07:00 | 2026-11-24T06:59:59Z | 2026-11-24T07:00:00Z",
                "22:00-07:00 | 2026-11-24T07:00:00Z | -",
                "12:00-13:00 | 2026-11-23T12:30:00Z | 2026-11-23T13:00:00Z",
                "Sat-Sun 00:00-24:00 | 2026-11-27T23:59:59Z | -",
                "Sat-Sun 00:00-24:00 | 2026-11-28T00:00:00Z | 2026-11-29T00:00:00Z",
                "Sat-Sun 00:00-24:00 | 2026-11-29T23:00:00Z | 2026-11-30T00:00:00Z",
                "fri 22:00-07:00 | 2026-11-28T05:00:00Z | 2026-11-28T07:00:00Z",
                "Fri 22:00-07:00 | 2026-11-27T05:00:00Z | -",
                "Sat-Mon 10:00-11:00 | 2026-11-23T10:30:00Z | 2026-11-23T11:00:00Z",
                "Sat-Mon 10:00-11:00 | 2026-11-24T10:30:00Z | -",
                "12:00-13:00, 12:30-14:00 | 2026-11-23T12:45:00Z | 2026-11-23T14:00:00Z",
                "00:00-00:00 | 2026-11-23T12:45:00Z | 2026-11-24T00:00:00Z",
            })
    void aSpanIsQuietFromItsStartToItsEnd(String hours, Instant moment, String end) {
        assertThat(QuietHours.parse(hours)
                        .endAfter(moment, ZoneOffset.UTC)
                        .map(Instant::toString)
                        .orElse("-"))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-25T00:30:00Z, 2026-10-25T02:00:00Z", // 02:00 to 03:00 comes twice: quiet both times
        "2026-10-25T01:30:00Z, 2026-10-25T02:00:00Z",
        "2026-03-29T00:59:59Z, -", // 02:00 to 03:00 is left out
        "2026-03-29T01:00:00Z, -",
        "2026-03-28T01:30:00Z, 2026-03-28T02:00:00Z",
    })
    void theHoursAreThoseOfTheZonesClocksAlsoWhenTheyChange(Instant moment, String end) {
        assertThat(QuietHours.parse("02:00-03:00")
                        .endAfter(moment, ZoneId.of("Europe/Berlin"))
                        .map(Instant::toString)
                        .orElse("-"))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22-07 | no span of time",
                "22:00-25:00 | no clock shows",
                "22:60-23:00 | no clock shows",
                "Abc 22:00-23:00 | no day",
                "22:00-23:00, | no span of time",
                "24:00-07:00 | no clock shows",
            })
    void whatIsNoSpanIsToldAs(String hours, String told) {
        assertThatThrownBy(() -> QuietHours.parse(hours))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }
}
