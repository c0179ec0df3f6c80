package dev.openfused.gateway.camel.bridges;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.CommonSettings;
import dev.openfused.gateway.bridge.QuietHours;
import dev.openfused.gateway.camel.queue.Pace;
import dev.openfused.gateway.settings.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A bridge's {@code rate} and {@code quiet-hours}: what must wait stays in the queue. */
final class BridgePace implements Pace {
    private final @Nullable QuietHours quiet;
    private final ZoneId zone;
    private final @Nullable Rate rate;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    /** When each of the last tries was; no more than the rate counts. */
    private final Queue<Long> tries = new ArrayDeque<>();

    private BridgePace(
            @Nullable QuietHours quiet, ZoneId zone, @Nullable Rate rate, InstantSource clock, LongSupplier nanoTime) {
        this.quiet = quiet;
        this.zone = zone;
        this.rate = rate;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** The pace of a bridge, if it has one. */
    static Optional<BridgePace> of(Bridge bridge, InstantSource clock, LongSupplier nanoTime) {
        QuietHours quiet = bridge.find(CommonSettings.QUIET_HOURS).orElse(null);
        Rate rate = bridge.find(CommonSettings.RATE).orElse(null);
        ZoneId zone = bridge.find(CommonSettings.TIME_ZONE).orElseGet(ZoneId::systemDefault);
        return quiet == null && rate == null
                ? Optional.empty()
                : Optional.of(new BridgePace(quiet, zone, rate, clock, nanoTime));
    }

    @Override
    public Duration rest() {
        Instant now = clock.instant();
        Duration quietFor = quiet == null
                ? Duration.ZERO
                : quiet.endAfter(now, zone)
                        .map(end -> Duration.between(now, end))
                        .orElse(Duration.ZERO);
        return quietFor.isZero() ? restOfRate() : quietFor;
    }

    private Duration restOfRate() {
        Long first = tries.peek();
        if (rate == null || first == null || tries.size() < rate.count()) {
            return Duration.ZERO;
        }
        long left = rate.per().toNanos() - (nanoTime.getAsLong() - first);
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    @Override
    public void tried() {
        if (rate == null) {
            return;
        }
        if (tries.size() == rate.count()) {
            tries.remove();
        }
        tries.add(nanoTime.getAsLong());
    }
}
