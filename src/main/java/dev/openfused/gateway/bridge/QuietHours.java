package dev.openfused.gateway.bridge;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of the week in which nothing is sent: {@code 22:00-07:00, Sat-Sun 00:00-24:00}. A span whose end is not after its
 * start reaches into the next day; the days are those on which it starts. Immutable.
 */
public final class QuietHours {
    private static final Pattern SPAN = Pattern.compile(
            "(?:([A-Za-z]{3})(?:-([A-Za-z]{3}))? +)?([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})", Pattern.CASE_INSENSITIVE);
    private static final String MIDNIGHT = "24:00";

    private final List<Span> spans;

    private QuietHours(List<Span> spans) {
        this.spans = List.copyOf(spans);
    }

    private record Span(Set<DayOfWeek> days, LocalTime start, LocalTime end) {
        /** When it ends, if that moment is in it; it may have begun on the day before. */
        Optional<ZonedDateTime> endAround(ZonedDateTime moment) {
            for (int day = -1; day <= 0; day++) {
                ZonedDateTime begins = moment.with(start).plusDays(day);
                ZonedDateTime ends = moment.with(end).plusDays(end.isAfter(start) ? day : day + 1);
                if (days.contains(begins.getDayOfWeek()) && !moment.isBefore(begins) && moment.isBefore(ends)) {
                    return Optional.of(ends);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Reads them.
     *
     * @param text spans separated by commas, each {@code HH:MM-HH:MM}, or with days before it, {@code Mon-Fri} or {@code
     *     Sun}; {@code 24:00} is the end of a day
     * @return the hours
     * @throws IllegalArgumentException the end of a sentence that begins with the text
     */
    public static QuietHours parse(String text) {
        List<Span> spans = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher m = SPAN.matcher(part.strip());
            if (!m.matches()) {
                throw new IllegalArgumentException("holds '" + part.strip()
                        + "', which is no span of time: write 22:00-07:00 or Sat-Sun 00:00-24:00, separated by commas");
            }
            spans.add(new Span(
                    days(m.group(1), m.group(2)),
                    time(m.group(3)),
                    m.group(4).equals(MIDNIGHT) ? LocalTime.MIDNIGHT : time(m.group(4))));
        }
        return new QuietHours(spans);
    }

    private static LocalTime time(String text) {
        int hour = Integer.parseInt(text.substring(0, 2));
        int minute = Integer.parseInt(text.substring(3));
        if (hour > 23 || minute > 59) {
            throw new IllegalArgumentException("holds " + text + ", which no clock shows");
        }
        return LocalTime.of(hour, minute);
    }

    private static Set<DayOfWeek> days(String first, String last) {
        if (first == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        DayOfWeek end = day(last == null ? first : last);
        for (DayOfWeek day = day(first); days.add(day) && day != end; ) {
            day = day.plus(1);
        }
        return Collections.unmodifiableSet(days);
    }

    private static DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().startsWith(text.toUpperCase(Locale.ROOT))) {
                return day;
            }
        }
        throw new IllegalArgumentException("holds '" + text + "', which is no day: Mon, Tue, Wed, Thu, Fri, Sat, Sun");
    }

    /**
     * When a moment's quiet span is over; another one may begin then.
     *
     * @param moment when
     * @param zone whose clocks count
     * @return empty if the moment is in none
     */
    public Optional<Instant> endAfter(Instant moment, ZoneId zone) {
        ZonedDateTime there = moment.atZone(zone);
        return spans.stream()
                .flatMap(span -> span.endAround(there).stream())
                .map(ZonedDateTime::toInstant)
                .max(Instant::compareTo);
    }
}
