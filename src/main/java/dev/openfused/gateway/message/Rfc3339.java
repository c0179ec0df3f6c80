package dev.openfused.gateway.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as text. Reads every form of RFC 3339 and nothing else; writes milliseconds and {@code Z}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, 5.6</a>
 */
public final class Rfc3339 {
    private static final int LONGEST = 64;
    private static final int LEAP_SECOND = 60;
    private static final Pattern FORM = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]"
            + "([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?"
            + "(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))");
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
        Matcher m = FORM.matcher(text);
        if (text.length() > LONGEST || !m.matches()) {
            throw malformed(text);
        }
        try {
            int second = Integer.parseInt(m.group(6));
            boolean leap = second == LEAP_SECOND;
            Instant time = LocalDateTime.of(
                            Integer.parseInt(m.group(1)),
                            Integer.parseInt(m.group(2)),
                            Integer.parseInt(m.group(3)),
                            Integer.parseInt(m.group(4)),
                            Integer.parseInt(m.group(5)),
                            leap ? LEAP_SECOND - 1 : second,
                            nanoseconds(m))
                    .toInstant(offset(m));
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

    private static int nanoseconds(Matcher m) {
        String fraction = m.group(7);
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static ZoneOffset offset(Matcher m) {
        if (m.group(8) == null) {
            return ZoneOffset.UTC;
        }
        int hours = Integer.parseInt(m.group(9));
        int minutes = Integer.parseInt(m.group(10));
        if (hours > 18 || minutes > 59) { // no place on earth is further than 18 hours away
            throw new DateTimeException("offset");
        }
        int seconds = (hours * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds("-".equals(m.group(8)) ? -seconds : seconds);
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
