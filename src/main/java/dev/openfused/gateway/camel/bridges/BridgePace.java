package dev.openfused.gateway.camel.bridges;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.CommonSettings;
import dev.openfused.gateway.bridge.Digest;
import dev.openfused.gateway.bridge.EmailOut;
import dev.openfused.gateway.bridge.QuietHours;
import dev.openfused.gateway.camel.queue.Pace;
import dev.openfused.gateway.queue.Gathered;
import dev.openfused.gateway.settings.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A bridge's {@code rate}, {@code quiet-hours} and {@code digest}: what must wait stays in the queue. */
final class BridgePace implements Pace {
    private final @Nullable QuietHours quiet;
    private final ZoneId zone;
    private final @Nullable Rate rate;
    private final @Nullable Digest digest;
    private final Function<Integer, Gathered> gathered;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    /** When each of the last tries was; no more than the rate counts. */
    private final Queue<Long> tries = new ArrayDeque<>();

    private BridgePace(
            Bridge bridge, Function<Integer, Gathered> gathered, InstantSource clock, LongSupplier nanoTime) {
        this.quiet = bridge.find(CommonSettings.QUIET_HOURS).orElse(null);
        this.zone = bridge.find(CommonSettings.TIME_ZONE).orElseGet(ZoneId::systemDefault);
        this.rate = bridge.find(CommonSettings.RATE).orElse(null);
        this.digest = bridge.find(EmailOut.DIGEST).orElse(null);
        this.gathered = gathered;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** The pace of a bridge, if it has one. */
    static Optional<BridgePace> of(
            Bridge bridge, Function<Integer, Gathered> gathered, InstantSource clock, LongSupplier nanoTime) {
        BridgePace pace = new BridgePace(bridge, gathered, clock, nanoTime);
        return pace.quiet == null && pace.rate == null && pace.digest == null ? Optional.empty() : Optional.of(pace);
    }

    @Override
    public Optional<Duration> rest() {
        Duration rest = quietFor();
        if (rest.isZero()) {
            rest = restOfRate();
        }
        return rest.isZero() && digest != null ? restOf(digest) : Optional.of(rest);
    }

    private Duration quietFor() {
        Instant now = clock.instant();
        return quiet == null
                ? Duration.ZERO
                : quiet.endAfter(now, zone)
                        .map(end -> Duration.between(now, end))
                        .orElse(Duration.ZERO);
    }

    private Optional<Duration> restOf(Digest collecting) {
        Gathered waiting = gathered.apply(collecting.count());
        return Optional.ofNullable(waiting.oldest())
                .map(oldest -> collecting.rest(waiting.count(), Duration.between(oldest, clock.instant())));
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

    @Override
    public boolean oneAtATime() {
        return digest != null;
    }
}
