package dev.openfused.gateway.store;

import java.nio.file.Path;
import java.time.Clock;

/** A process that serves a store until it is killed. */
public final class StoreLockHolder {
    private StoreLockHolder() {}

    /**
     * Takes the lock, says {@code held}, and waits.
     *
     * @param args the store
     * @throws Exception if it can't be had
     */
    public static void main(String[] args) throws Exception {
        try (StoreLock lock = StoreLock.acquire(Store.open(Path.of(args[0])), Clock.systemUTC())) {
            System.out.println(lock == null ? "not held" : "held");
            while (System.in.read() >= 0) {
                // ends with the test
            }
        }
    }
}
