package dev.openfused.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.queue.TryLaterException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static HttpAnswer answer(int status, @Nullable String retryAfter) {
        return new HttpAnswer("hooks.example.org", status, retryAfter, null, "");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void anythingOf2xxIsDelivered(int status) {
        assertThatCode(() -> answer(status, null).requireAccepted(CLOCK)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 301, 302, 307, 308, 408, 425, 429, 500, 502, 503, 504, 599})
    void aBusyOrMovedFarEndIsTriedAgain(int status) {
        assertThatThrownBy(() -> answer(status, null).requireAccepted(CLOCK)).isInstanceOf(TryLaterException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 410, 413, 415, 422, 451})
    void aRefusalIsForGood(int status) {
        assertThatThrownBy(() -> answer(status, null).requireAccepted(CLOCK))
                .isInstanceOfSatisfying(RejectedMessageException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.REFUSED))
                .hasMessage("hooks.example.org answered " + status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120|2026-11-23T12:02:00Z",
                "0|2026-11-23T12:00:00Z",
                " 7 |2026-11-23T12:00:07Z",
                "Mon, 23 Nov 2026 12:30:00 GMT|2026-11-23T12:30:00Z",
                "999999999|2026-11-24T12:00:00Z",
                "Fri, 23 Nov 2096 12:30:00 GMT|2026-11-24T12:00:00Z"
            })
    void theFarEndSaysWhenToComeBackInSecondsOrAsADateAtMostADayAhead(String header, Instant expected) {
        assertThatThrownBy(() -> answer(429, header).requireAccepted(CLOCK))
                .isInstanceOfSatisfying(
                        TryLaterException.class, e -> assertThat(e.notBefore()).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1e9", "99999999999999999999", "2026-11-23T12:30:00Z"})
    void anUnreadableWishIsNoWish(String header) {
        assertThat(answer(503, header).comeBack(CLOCK)).isNull();
    }

    @Test
    void whatTheFarEndSaysIsShownHarmlesslyAndShort() {
        HttpAnswer answer =
                new HttpAnswer("hooks.example.org", 400, null, null, "no\u001b[31m\r\nSecond: line " + "x".repeat(500));

        assertThat(answer.description())
                .startsWith("hooks.example.org answered 400: no\\u{1b}[31m\\u{d}\\u{a}Second: line xxx")
                .hasSizeLessThan(300);
    }
}
