package dev.openfused.gateway.api;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time as HTTP writes it (RFC 9110, 5.6.7), printed once a second. */
final class HttpDate {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private record Printed(long second, String text) {}

    private final Clock clock;
    private volatile Printed last = new Printed(Long.MIN_VALUE, "");

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    String now() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        Printed printed = last;
        if (printed.second() != second) {
            printed = new Printed(second, FORM.format(Instant.ofEpochSecond(second)));
            last = printed;
        }
        return printed.text();
    }
}
