package dev.openfused.gateway.sync;

import java.time.Duration;

/**
 * How often a peer is asked.
 *
 * @param every while it answers; zero if somebody asks once
 * @param longest how long it is left alone at most while it does not
 * @param served whether the store's gateway asks, of which one can say when it asks next
 */
public record Pace(Duration every, Duration longest, boolean served) {
    /** Asked once, by somebody at the command line. */
    public static final Pace BY_HAND = new Pace(Duration.ZERO, Duration.ZERO, false);

    /**
     * That of the store's gateway.
     *
     * @param every while a peer answers
     * @param longest how long it is left alone at most
     * @return the pace
     */
    public static Pace ofServe(Duration every, Duration longest) {
        return new Pace(every, longest, true);
    }

    /**
     * That of somebody who watches at a terminal, beside a gateway or without one.
     *
     * @param every while a peer answers
     * @param longest how long it is left alone at most
     * @return the pace
     */
    public static Pace ofWatch(Duration every, Duration longest) {
        return new Pace(every, longest, false);
    }

    boolean isByHand() {
        return every.isZero();
    }

    /** The pause after one more failure. */
    Duration after(Duration pause) {
        Duration doubled = pause.isZero() ? every : pause.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
