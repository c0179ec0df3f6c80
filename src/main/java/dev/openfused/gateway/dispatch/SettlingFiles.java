package dev.openfused.gateway.dispatch;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Files that may still be written. Other programs write in place, so a file that does not parse or verify gets two
 * seconds without change before it is called malformed (protocol section 11). Told by content, as time stamps of copied
 * files say nothing.
 */
public final class SettlingFiles {
    /** How long an odd file must not change. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Whoever puts more unfinished files than this into a folder waits for a later scan. */
    private static final int MOST = 10_000;

    private record Look(int size, int hash, long since) {
        boolean isOf(byte[] content) {
            return size == content.length && hash == Arrays.hashCode(content);
        }
    }

    private final LongSupplier nanoTime;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param nanoTime a clock that only goes forward, such as {@code System::nanoTime}
     */
    public SettlingFiles(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * How long to wait for a file that can't be made sense of.
     *
     * @param file its name
     * @param content what it holds now
     * @return empty once it has not changed for long enough
     */
    public Optional<Duration> patience(String file, byte[] content) {
        long now = nanoTime.getAsLong();
        Look known = looks.get(file);
        if (known == null || !known.isOf(content)) {
            if (known != null || looks.size() < MOST) {
                looks.put(file, new Look(content.length, Arrays.hashCode(content), now));
            }
            return Optional.of(PATIENCE);
        }
        long left = PATIENCE.toNanos() - (now - known.since());
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /**
     * The file is made sense of, or gone.
     *
     * @param file its name
     */
    public void forget(String file) {
        looks.remove(file);
    }
}
