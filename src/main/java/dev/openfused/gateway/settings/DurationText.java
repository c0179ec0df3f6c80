package dev.openfused.gateway.settings;

import java.time.Duration;

/** A duration as settings write it, in the largest unit that gives a whole number. */
public final class DurationText {
    private DurationText() {}

    /**
     * Writes a duration.
     *
     * @param duration not negative
     * @return such as {@code 90s}, {@code 2h} or {@code 7d}
     */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + "d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
