package dev.openfused.gateway.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a peer tells one state of a thing from another; its own words, to be said back to it.
 *
 * @param tag an entity tag, or null
 * @param modified a {@code Last-Modified}, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Version(@Nullable String tag, @Nullable String modified) {
    private static final int LONGEST = 200;

    /**
     * What two header fields say.
     *
     * @param tag {@code ETag}, or null
     * @param modified {@code Last-Modified}, or null
     * @return the version; null if there is neither, or none of a sane length
     */
    public static @Nullable Version of(@Nullable String tag, @Nullable String modified) {
        String saneTag = sane(tag);
        String saneTime = sane(modified);
        return saneTag == null && saneTime == null ? null : new Version(saneTag, saneTime);
    }

    private static @Nullable String sane(@Nullable String value) {
        return value == null || value.length() > LONGEST || value.chars().anyMatch(c -> c < ' ' || c > '~')
                ? null
                : value;
    }
}
