package dev.openfused.gateway.settings;

import java.time.Duration;

/**
 * How often something may happen: so many times at once, and as many again over each such span.
 *
 * @param count how many times
 * @param per within how long
 */
public record Rate(int count, Duration per) {
    /**
     * Refuses what would never happen, or without end.
     *
     * @param count at least 1
     * @param per longer than nothing
     * @throws IllegalArgumentException if one of them is not
     */
    public Rate {
        if (count < 1 || per.isZero() || per.isNegative()) {
            throw new IllegalArgumentException("a rate is at least 1 in some time");
        }
    }
}
