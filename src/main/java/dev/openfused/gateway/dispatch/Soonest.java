package dev.openfused.gateway.dispatch;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shortest of several waits. */
final class Soonest {
    private @Nullable Duration shortest;

    void add(Optional<Duration> wait) {
        wait.filter(w -> shortest == null || w.compareTo(shortest) < 0).ifPresent(w -> shortest = w);
    }

    Optional<Duration> get() {
        return Optional.ofNullable(shortest);
    }
}
