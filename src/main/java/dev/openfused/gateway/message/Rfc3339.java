package dev.openfused.gateway.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Times as text. Reads every form of RFC 3339 and nothing else; writes milliseconds and {@code Z}. Read for each message,
 * so without a regular expression.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, 5.6</a>
 */
public final class Rfc3339 {
    private static final int LONGEST = 64;
    private static final int LEAP_SECOND = 60;
    private static final int FURTHEST = 18; // hours; no place on earth is further away
    private static final String DATE_TIME = "0000-00-00T00:00:00";
    private static final String OFFSET = "+00:00";
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Rfc3339() {}

    /**
     * Reads a time. Digits beyond nanoseconds are cut off; a leap second is the first instant after it.
     *
     * @param text such as {@code 2026-03-21T07:59:44.123456789+00:00}
     * @return the instant
     * @throws IllegalArgumentException if it is not RFC 3339
     */
    public static Instant parse(String text) {
        if (text.length() > LONGEST || !hasForm(text, 0, DATE_TIME)) {
            throw malformed(text);
        }
        int zone = endOfFraction(text);
        if (zone < 0 || !isZone(text, zone)) {
            throw malformed(text);
        }
        try {
            int second = number(text, 17, 19);
            boolean leap = second == LEAP_SECOND;
            Instant time = LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            leap ? LEAP_SECOND - 1 : second,
                            nanoseconds(text, zone))
                    .toInstant(offset(text, zone));
            return leap ? afterLeapSecond(time, text) : time;
        } catch (DateTimeException e) {
            throw malformed(text);
        }
    }

    /**
     * Writes a time.
     *
     * @param time any instant
     * @return such as {@code 2026-03-21T07:59:44.123Z}, always three digits after the point
     */
    public static String format(Instant time) {
        return MILLISECONDS.format(time);
    }

    /** Whether a form stands at a place: 0 for any digit, T in either case, + for either sign. */
    private static boolean hasForm(String text, int at, String form) {
        if (text.length() < at + form.length()) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            char c = text.charAt(at + i);
            boolean fits =
                    switch (form.charAt(i)) {
                        case '0' -> isDigit(c);
                        case 'T' -> c == 'T' || c == 't';
                        case '+' -> c == '+' || c == '-';
                        default -> c == form.charAt(i);
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Where the offset begins; -1 if there is a point without a digit. */
    private static int endOfFraction(String text) {
        int at = DATE_TIME.length();
        if (at == text.length() || text.charAt(at) != '.') {
            return at;
        }
        do {
            at++;
        } while (at < text.length() && isDigit(text.charAt(at)));
        return at == DATE_TIME.length() + 1 ? -1 : at;
    }

    private static boolean isZone(String text, int at) {
        return isUtc(text, at) || (text.length() == at + OFFSET.length() && hasForm(text, at, OFFSET));
    }

    private static boolean isUtc(String text, int at) {
        return text.length() == at + 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }

    private static int nanoseconds(String text, int zone) {
        int nanoseconds = 0;
        int unit = 100_000_000;
        for (int at = DATE_TIME.length() + 1; at < zone; at++) {
            nanoseconds += (text.charAt(at) - '0') * unit;
            unit /= 10;
        }
        return nanoseconds;
    }

    private static ZoneOffset offset(String text, int zone) {
        if (isUtc(text, zone)) {
            return ZoneOffset.UTC;
        }
        int hours = number(text, zone + 1, zone + 3);
        int minutes = number(text, zone + 4, zone + 6);
        if (hours > FURTHEST || minutes > 59) {
            throw new DateTimeException("offset");
        }
        int seconds = (hours * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds(text.charAt(zone) == '-' ? -seconds : seconds);
    }

    private static Instant afterLeapSecond(Instant lastSecond, String text) {
        LocalDateTime utc = LocalDateTime.ofInstant(lastSecond, ZoneOffset.UTC);
        boolean endOfMonth = utc.getDayOfMonth() == utc.toLocalDate().lengthOfMonth();
        if (!endOfMonth || utc.getHour() != 23 || utc.getMinute() != 59) {
            throw malformed(text);
        }
        return Instant.ofEpochSecond(lastSecond.getEpochSecond() + 1);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "'" + VisibleText.of(text) + "' is not a time such as 2026-03-21T07:59:44.123Z (RFC 3339)");
    }
}
