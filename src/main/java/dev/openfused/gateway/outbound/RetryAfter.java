package dev.openfused.gateway.outbound;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a far end asked us to come back.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, 10.2.3 Retry-After</a>
 */
final class RetryAfter {
    /** A wish for more than this is cut to it: a slip of the far end must not park a message for years. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * Reads the header's value: seconds or an HTTP date.
     *
     * @return the instant, or null if there is none or it is unreadable
     */
    static @Nullable Instant parse(@Nullable String value, Clock clock) {
        if (value == null) {
            return null;
        }
        Instant now = clock.instant();
        Instant asked =
                value.strip().matches("\\d{1,9}") ? now.plusSeconds(Long.parseLong(value.strip())) : httpDate(value);
        return asked == null || asked.isBefore(now.plus(LONGEST)) ? asked : now.plus(LONGEST);
    }

    /**
     * Reads an HTTP date.
     *
     * @return the instant, or null if it is unreadable
     */
    static @Nullable Instant httpDate(String value) {
        try {
            return ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
