package dev.openfused.gateway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** How often something can be done in a second, by so many threads at a time. */
final class Rate {
    /** One operation. */
    @FunctionalInterface
    interface Operation {
        /**
         * Does it once.
         *
         * @param number from 0, never the same twice in one measurement
         * @return how much was done; 0 if there is nothing left to do
         */
        int run(int number) throws Exception;
    }

    private Rate() {}

    /** Warms up for a third of the time, then measures. */
    static double perSecond(int threads, Duration time, Operation operation) throws Exception {
        AtomicInteger numbers = new AtomicInteger();
        once(threads, time.dividedBy(3), numbers, operation);
        return once(threads, time, numbers, operation);
    }

    /** Measures from cold: for work that gets used up. */
    static double once(int threads, Duration time, AtomicInteger numbers, Operation operation) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            long end = start + time.toNanos();
            Callable<Long> worker = () -> {
                long count = 0;
                int done = 1;
                while (done > 0 && System.nanoTime() < end) {
                    done = operation.run(numbers.getAndIncrement());
                    count += done;
                }
                return count;
            };
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                counts.add(pool.submit(worker));
            }
            long total = 0;
            for (Future<Long> count : counts) {
                total += count.get();
            }
            return total * 1e9 / (System.nanoTime() - start);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            pool.shutdownNow();
        }
    }
}
