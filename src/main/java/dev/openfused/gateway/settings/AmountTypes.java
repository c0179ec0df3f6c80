package dev.openfused.gateway.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types of settings that are numbers, spans of time, rates or sizes. */
public final class AmountTypes {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12}) ?(ms|s|m|h|d)");
    private static final Pattern RATE = Pattern.compile("([0-9]{1,7})/([smh])");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?(B|KiB|MiB|GiB)?");

    private AmountTypes() {}

    /**
     * A whole number.
     *
     * @param least smallest allowed
     * @param most largest allowed
     * @return the type
     */
    public static SettingType<Integer> integer(int least, int most) {
        String range = "a whole number from " + least + " to " + most;
        return SettingType.of(range, text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("is not " + range, e);
            }
            throw new IllegalArgumentException("is not " + range);
        });
    }

    /**
     * A span of time with its unit: {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. A bare number is refused,
     * as it could mean seconds or milliseconds.
     *
     * @param least shortest allowed
     * @param most longest allowed
     * @return the type
     */
    public static SettingType<Duration> duration(Duration least, Duration most) {
        return SettingType.of("a duration such as 10s, 5m, 2h or 7d", text -> {
            Matcher m = DURATION.matcher(text);
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        "is not a duration: write a whole number and its unit, such as 500ms, 10s, 5m, 2h or 7d");
            }
            long n = Long.parseLong(m.group(1));
            Duration value =
                    switch (m.group(2)) {
                        case "ms" -> Duration.ofMillis(n);
                        case "s" -> Duration.ofSeconds(n);
                        case "m" -> Duration.ofMinutes(n);
                        case "h" -> Duration.ofHours(n);
                        default -> Duration.ofDays(n);
                    };
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        "is not between " + DurationText.of(least) + " and " + DurationText.of(most));
            }
            return value;
        });
    }

    /**
     * A span of time of at most ten years.
     *
     * @return the type
     */
    public static SettingType<Duration> duration() {
        return duration(Duration.ZERO, Duration.ofDays(3650));
    }

    /**
     * How often something may happen: {@code 10/s}, {@code 60/m}, {@code 1000/h}; from 1 to a million.
     *
     * @return the type
     */
    public static SettingType<Rate> rate() {
        return SettingType.of("a rate such as 10/s, 60/m or 1000/h", text -> {
            Matcher m = RATE.matcher(text);
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        "is not a rate: write a whole number and per what, such as 10/s, 60/m or 1000/h");
            }
            int count = Integer.parseInt(m.group(1));
            if (count < 1 || count > 1_000_000) {
                throw new IllegalArgumentException("is not between 1 and 1000000 times");
            }
            return new Rate(
                    count,
                    switch (m.group(2)) {
                        case "s" -> Duration.ofSeconds(1);
                        case "m" -> Duration.ofMinutes(1);
                        default -> Duration.ofHours(1);
                    });
        });
    }

    /**
     * A number of bytes: {@code 65536}, {@code 64KiB}, {@code 1MiB}.
     *
     * @param least smallest allowed, bytes
     * @param most largest allowed, bytes
     * @return the type
     */
    public static SettingType<Long> size(long least, long most) {
        return SettingType.of("a size such as 64KiB or 1MiB", text -> {
            Matcher m = SIZE.matcher(text);
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        "is not a size: write a whole number of bytes or with its unit, such as 64KiB or 1MiB");
            }
            int shift =
                    switch (m.group(2) == null ? "B" : m.group(2)) {
                        case "KiB" -> 10;
                        case "MiB" -> 20;
                        case "GiB" -> 30;
                        default -> 0;
                    };
            long value = Long.parseLong(m.group(1)) << shift;
            if (value < least || value > most) {
                throw new IllegalArgumentException("is not between " + least + " and " + most + " bytes");
            }
            return value;
        });
    }
}
