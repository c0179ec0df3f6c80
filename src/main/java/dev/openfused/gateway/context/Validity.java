package dev.openfused.gateway.context;

import dev.openfused.gateway.message.Rfc3339;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a section holds: {@code <!-- validity: 6h -->}, counted from {@code <!-- openfuse:added: TIME -->}.
 *
 * @param text as written, such as {@code 6h} or {@code 1.5d}
 * @param ttl how long, in milliseconds; never negative, infinite for {@code inf}
 * @param added the time as written, or null if none is
 */
public record Validity(String text, double ttl, @Nullable String added) {
    /** Below this, a section is expired. */
    public static final double EXPIRED = 0.5;

    /** Below this, a section is stale enough to be archived. */
    public static final double PRUNED = 0.1;

    private static final double DECAY = 0.693;
    private static final Pattern FORM =
            Pattern.compile("([-+]?(?:[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]{1,3})?|inf))([mhd])");

    /** What a text says, or null if it is no span of time. */
    static @Nullable Validity read(String text, @Nullable String added) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return null;
        }
        double count = m.group(1).endsWith("inf")
                ? Double.parseDouble(m.group(1).replace("inf", "Infinity"))
                : Double.parseDouble(m.group(1));
        return new Validity(text, Math.max(0, count * unit(m.group(2)).toMillis()), added);
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    /**
     * How far a section can still be relied on: 1 when fresh, a half when its time is up, then ever less. Without a
     * readable time it counts as twice as old as it may become.
     *
     * @param now the time to judge at
     * @return from 0 to 1
     */
    public double confidence(Instant now) {
        if (ttl == 0) {
            return 0;
        }
        double ages = Double.isInfinite(ttl) ? 0 : 2;
        if (added != null) {
            try {
                ages = Math.max(0, Duration.between(Rfc3339.parse(added), now).toMillis()) / ttl;
            } catch (IllegalArgumentException e) {
                // Nobody can read that; it is as if there were none.
            }
        }
        return Math.exp(-DECAY * ages);
    }

    /**
     * Whether its time is up.
     *
     * @param now the time to judge at
     * @return true below {@link #EXPIRED}
     */
    public boolean isExpired(Instant now) {
        return confidence(now) < EXPIRED;
    }
}
