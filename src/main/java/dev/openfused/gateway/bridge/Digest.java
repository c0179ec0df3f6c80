package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.AmountTypes;
import dev.openfused.gateway.settings.SettingType;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When what was collected is sent together.
 *
 * @param after once the oldest has waited for so long; null: only the count matters
 * @param count once there are so many; also the most that are sent together
 */
public record Digest(@Nullable Duration after, int count) {
    private static final int MOST = 1_000;
    private static final int DEFAULT_COUNT = 100;
    private static final SettingType<Duration> TIME = AmountTypes.duration(Duration.ofSeconds(1), Duration.ofDays(7));
    private static final SettingType<Integer> COUNT = AmountTypes.integer(2, MOST);

    /** The type of a setting for it. */
    static final SettingType<Digest> TYPE =
            SettingType.of("a time such as 1h, a count such as 20, or both: 1h, 20", Digest::parse);

    private static Digest parse(String text) {
        Duration after = null;
        int count = 0;
        for (String part : text.split(",", -1)) {
            String one = part.strip();
            if (after == null && TIME.accepts(one)) {
                after = TIME.parser().parse(one, Path.of(""));
            } else if (count == 0 && COUNT.accepts(one)) {
                count = COUNT.parser().parse(one, Path.of(""));
            } else {
                throw new IllegalArgumentException(
                        "is neither a time from 1s to 7d, a count from 2 to " + MOST + ", nor both, such as 1h, 20");
            }
        }
        return new Digest(after, count == 0 ? DEFAULT_COUNT : count);
    }

    /**
     * How long to go on collecting.
     *
     * @param waiting how many there are
     * @param oldest how long the oldest has been there
     * @return zero if they are to be sent now
     */
    public Duration rest(int waiting, Duration oldest) {
        if (waiting >= count) {
            return Duration.ZERO;
        }
        Duration rest = after == null ? Duration.ofDays(1) : after.minus(oldest);
        return rest.isNegative() ? Duration.ZERO : rest;
    }
}
