package dev.openfused.gateway.bridge;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Where an outward bridge starts: which messages that were there before it are carried as well.
 *
 * @param start the kind of start
 * @param instant the time, if {@link Start#AT}; else null
 */
public record Since(Start start, @Nullable Instant instant) {
    /** Nothing that was there when the bridge was first switched on. */
    public static final Since NOW = new Since(Start.NOW, null);

    /** Everything that is there. */
    public static final Since ALL = new Since(Start.ALL, null);

    /** Kinds of start. */
    public enum Start {
        /** From when the bridge was first switched on. */
        NOW,
        /** Everything that is there. */
        ALL,
        /** What was sent at a time or later. */
        AT
    }

    /**
     * Checks that a time is given exactly where one is needed.
     *
     * @param start decides whether there is a time
     * @param instant only with {@link Start#AT}
     * @throws IllegalArgumentException if a time is missing, or one is given that says nothing
     */
    public Since {
        if ((start == Start.AT) != (instant != null)) {
            throw new IllegalArgumentException("a start at a time needs that time");
        }
    }

    /**
     * Reads a setting.
     *
     * @param text {@code now}, {@code all}, a date (its first moment in UTC) or an RFC 3339 time
     * @return the start
     * @throws IllegalArgumentException what is expected
     */
    public static Since parse(String text) {
        switch (text) {
            case "now":
                return NOW;
            case "all":
                return ALL;
            default:
                try {
                    return new Since(
                            Start.AT,
                            text.length() == 10
                                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                                    : OffsetDateTime.parse(text).toInstant());
                } catch (DateTimeException e) {
                    throw new IllegalArgumentException(
                            "is neither now, all, a date such as 2026-03-21 nor a time such as 2026-03-21T08:00:00Z",
                            e);
                }
        }
    }
}
