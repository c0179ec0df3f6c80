package dev.openfused.gateway.api;

import java.util.Arrays;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Conditional requests: an answer that the caller has already is 304 (RFC 9110, 13.1.2 and 15.4.5). */
final class EntityTags {
    private EntityTags() {}

    /**
     * Answers 304 if the caller has this version.
     *
     * @param exchange a GET or HEAD request
     * @param tag the version, in quotes
     * @return true if it was answered
     */
    static boolean answered(Exchange exchange, String tag) {
        String known = CalledRequest.of(exchange).getHeader("If-None-Match");
        if (!matches(known, tag)) {
            return false;
        }
        Message answer = HttpAnswer.empty(exchange, 304);
        answer.setHeader("ETag", tag);
        return true;
    }

    private static boolean matches(@Nullable String known, String tag) {
        return known != null
                && Arrays.stream(known.split(","))
                        .map(String::strip)
                        .map(t -> t.startsWith("W/") ? t.substring(2) : t)
                        .anyMatch(t -> t.equals("*") || t.equals(tag));
    }
}
