package dev.openfused.gateway.bench;

import java.util.Arrays;

/** The one in the middle: a single disturbance does not move it. */
final class Median {
    private Median() {}

    static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
