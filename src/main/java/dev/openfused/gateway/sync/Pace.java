package dev.openfused.gateway.sync;

import java.time.Duration;

/**
 * How often a peer is asked.
 *
 * @param every while it answers; zero if somebody asks by hand, which says nothing of the next time
 * @param longest how long it is left alone at most while it does not answer
 */
public record Pace(Duration every, Duration longest) {
    /** Asked once, by somebody at the command line. */
    public static final Pace BY_HAND = new Pace(Duration.ZERO, Duration.ZERO);

    boolean isByHand() {
        return every.isZero();
    }

    /** The pause after one more failure. */
    Duration after(Duration pause) {
        Duration doubled = pause.isZero() ? every : pause.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
