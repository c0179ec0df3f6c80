package dev.openfused.gateway.bench;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** Durations of one kind, in order of size. */
final class Latencies {
    private final long[] nanos;

    private Latencies(long[] nanos) {
        this.nanos = nanos.clone();
        Arrays.sort(this.nanos);
    }

    static Latencies of(long[] nanos) {
        return new Latencies(nanos);
    }

    /** Does something so many times, one after the other, a tenth more often to warm up. */
    static Latencies measure(int times, Callable<?> step) throws Exception {
        for (int i = 0; i < times / 10; i++) {
            step.call();
        }
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            step.call();
            nanos[i] = System.nanoTime() - start;
        }
        return new Latencies(nanos);
    }

    /**
     * That which so many hundredths don't exceed.
     *
     * @param hundredths 50 for the median
     * @return milliseconds
     */
    double millis(int hundredths) {
        int rank = (int) Math.ceil(nanos.length * hundredths / 100.0);
        return nanos[Math.max(rank, 1) - 1] / 1e6;
    }
}
