package dev.openfused.gateway.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The claims this process is working on. It does not claim them again, however late it renews the lease: a process that was
 * suspended for longer than a lease still has the exchange under way.
 */
final class HeldClaims {
    private final Clock wall;
    private final LongSupplier nanos;
    private final Map<Long, Held> byKey = new ConcurrentHashMap<>();

    /**
     * @param wall tells the time of day: it goes on while a machine sleeps
     * @param nanos counts nanoseconds as {@link System#nanoTime}: nobody can set it
     */
    HeldClaims(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    /** A moment of both clocks. */
    record Moment(long wallMillis, long nanos) {}

    /**
     * A claim and its lease.
     *
     * @param since when the lease was last lengthened, or earlier
     */
    record Held(Claim claim, Duration lease, Moment since) {}

    /** To be taken before the statement that begins a lease. */
    Moment now() {
        return new Moment(wall.millis(), nanos.getAsLong());
    }

    void add(Collection<Claim> claims, Duration lease, Moment since) {
        claims.forEach(claim -> add(claim, lease, since));
    }

    void add(Claim claim, Duration lease, Moment since) {
        byKey.put(claim.delivery().key(), new Held(claim, lease, since));
    }

    /** The lease of a claim goes on, unless the claim ended meanwhile. */
    void prolong(Claim claim, Duration lease, Moment since) {
        byKey.computeIfPresent(
                claim.delivery().key(),
                (key, held) -> held.claim().token().equals(claim.token()) ? new Held(claim, lease, since) : held);
    }

    void remove(Claim claim) {
        byKey.computeIfPresent(
                claim.delivery().key(), (key, held) -> held.claim().token().equals(claim.token()) ? null : held);
    }

    /** What is held of a delivery. */
    @Nullable
    Held of(long key) {
        return byKey.get(key);
    }

    /** Whether so much of the lease is over that it is time to ask the database. */
    boolean isOld(Held held) {
        Duration elapsed = Duration.ofNanos(nanos.getAsLong() - held.since().nanos());
        Duration onTheWall =
                Duration.ofMillis(wall.millis() - held.since().wallMillis()).abs();
        Duration half = held.lease().dividedBy(2);
        return elapsed.compareTo(half) >= 0 || onTheWall.compareTo(half) >= 0;
    }
}
