package dev.openfused.gateway.camel.queue;

import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.camel.DigestMembers;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.Order;
import dev.openfused.gateway.queue.QueueException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what is due for one target and hands it to the route. Claiming and renewing leases is a task of its own; up to
 * {@code concurrency} exchanges are carried at a time. Threads are shared with other targets, but never waited for: a slow
 * target holds up nobody else. Idle, it has none until the queue calls, something falls due, or the next look for other
 * processes' work.
 *
 * <p>On suspension nothing more is claimed, what has not begun is given back, and what has begun ends.
 */
final class QueueConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);

    /** Between two looks when something is due but could not be claimed, as another process was faster; doubled each time. */
    private static final Duration SHORTEST_REST = Duration.ofMillis(10);

    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    /** How long a stop waits for exchanges that outlived Camel's own graceful shutdown, before interrupting them. */
    private static final Duration LAST_GRACE = Duration.ofSeconds(2);

    private final QueueEndpoint endpoint;
    private final DeliveryQueue queue;
    private final ClaimOutcome outcome;
    private final OutcomeWriter writer = new OutcomeWriter(this::isClaiming);
    private final @Nullable Pace pace;
    private final Clock clock = Clock.systemUTC();
    private final Repeater claimer;
    private final Carriers<Claim> carriers;
    /** Claims that are ours, and whether their exchange still runs (or waits for a thread). */
    private final Map<Claim, Boolean> held = new ConcurrentHashMap<>();

    private @Nullable AutoCloseable subscription;
    private volatile boolean claiming;
    /** Who gives back what no thread was found for. */
    private volatile @Nullable Thread givesBack;

    private boolean broken;
    private long renewed;
    private Duration overdueRest = SHORTEST_REST;

    QueueConsumer(
            QueueEndpoint endpoint,
            Processor processor,
            DeliveryThreads threads,
            DeliveryQueue queue,
            AuditLog audit,
            DeathWatch deaths,
            @Nullable Pace pace) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.queue = queue;
        this.outcome =
                new ClaimOutcome(queue, endpoint.retryPolicy(), audit, deaths, endpoint.getLease(), endpoint.faults());
        this.pace = pace;
        this.claimer = new Repeater(threads.claims(), threads.timer(), this::claimAndRest);
        this.carriers = new Carriers<>(threads.exchanges(), endpoint.getConcurrency(), this::carry);
    }

    // ---- Camel's life cycle

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        startClaiming();
    }

    @Override
    protected void doSuspend() throws Exception {
        stopClaiming();
    }

    @Override
    protected void doResume() throws Exception {
        startClaiming();
    }

    @Override
    protected void doStop() throws Exception {
        stopClaiming();
        if (!carriers.await(LAST_GRACE)) {
            giveBack(carriers.interrupt());
        }
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return held.size();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        claiming = false;
    }

    private boolean isClaiming() {
        return claiming;
    }

    private void startClaiming() {
        claiming = true;
        subscription = queue.onWork(endpoint.target(), this::workCame);
        renewed = System.nanoTime();
        claimer.start();
    }

    private void workCame() {
        if (givesBack != Thread.currentThread()) {
            claimer.call();
        }
    }

    private void stopClaiming() throws Exception {
        claiming = false;
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
        claimer.stop();
    }

    // ---- claiming

    private Duration claimAndRest() {
        Duration rest;
        try {
            rest = claimOnce();
            renewIfTime();
            broken = false;
        } catch (RuntimeException | Error e) {
            rest = endpoint.getPoll();
            logOnce(e);
        }
        return held.isEmpty() ? rest : shorter(rest, endpoint.getLease().dividedBy(3));
    }

    /** Claims what fits and says how long to sleep. */
    private Duration claimOnce() {
        int now = held.size();
        if (!hasRoom(now) || (now > 0 && pace != null && pace.oneAtATime())) {
            return endpoint.getPoll();
        }
        Optional<Duration> rest = pace == null ? Optional.of(Duration.ZERO) : pace.rest();
        if (rest.isEmpty()) {
            return untilDue();
        }
        if (!rest.get().isZero()) {
            return shorter(rest.get().plusMillis(1), endpoint.getPoll());
        }
        int most = pace == null ? Math.min(capacity() - now, endpoint.getBatch()) : 1;
        List<Claim> claims = queue.claim(endpoint.target(), endpoint.getOrder(), most, endpoint.getLease());
        if (pace != null) {
            claims.forEach(claim -> pace.tried());
        }
        handOver(claims);
        if (claims.isEmpty()) {
            return untilDue();
        }
        overdueRest = SHORTEST_REST;
        return Duration.ZERO;
    }

    private int capacity() {
        return Math.max(endpoint.getConcurrency(), endpoint.getBatch());
    }

    /** Whether it is worth claiming beside so many: at least half of what is held at most. */
    private boolean hasRoom(int holding) {
        return (capacity() - holding) * 2 >= capacity();
    }

    private Duration untilDue() {
        Optional<Instant> due = queue.nextDue(endpoint.target(), endpoint.getOrder());
        if (due.isEmpty()) {
            return endpoint.getPoll();
        }
        Duration rest = Duration.between(clock.instant(), due.get());
        if (rest.isNegative() || rest.isZero()) {
            rest = overdueRest;
            overdueRest = shorter(overdueRest.multipliedBy(2), LONGEST_REST);
        }
        return shorter(rest.plusMillis(1), endpoint.getPoll());
    }

    private void renewIfTime() {
        long now = System.nanoTime();
        if (now - renewed < endpoint.getLease().dividedBy(3).toNanos()) {
            return;
        }
        for (Claim claim : held.keySet()) {
            if (!queue.renew(claim, endpoint.getLease()) && held.getOrDefault(claim, false)) {
                LOG.warn(
                        "delivery {} to {} was taken over by another process while still at work here",
                        claim.delivery().key(),
                        endpoint.target());
            }
        }
        renewed = now;
    }

    private void logOnce(Throwable e) {
        if (!broken) {
            LOG.error(
                    "{}: {}; tried again every {} s",
                    endpoint.target(),
                    e instanceof QueueException ? e.getMessage() : e.toString(),
                    endpoint.getPoll().toSeconds());
        }
        broken = true;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    // ---- carrying

    /** What no thread can be found for is given back. */
    private void handOver(List<Claim> claims) {
        int handedOver = 0;
        try {
            claims.forEach(claim -> held.put(claim, true));
            for (Claim claim : claims) {
                carriers.add(claim);
                handedOver++;
            }
        } finally {
            giveBack(claims.subList(handedOver, claims.size()));
        }
    }

    /** Each, whatever goes wrong with the others; nobody here is called for it, or they would be claimed again at once. */
    private void giveBack(List<Claim> claims) {
        givesBack = Thread.currentThread();
        try {
            for (Claim claim : claims) {
                try {
                    giveBack(claim);
                } catch (RuntimeException | Error e) { // its lease ends, and it is claimed again
                    LOG.error(
                            "delivery {} could not be given back: {}",
                            claim.delivery().key(),
                            e.toString());
                }
            }
        } finally {
            givesBack = null;
        }
    }

    private void carry(Claim first) {
        try {
            Optional<Claim> next = Optional.of(first);
            while (next.isPresent()) {
                next = carryOne(next.get());
            }
        } finally {
            claimer.call();
        }
    }

    /** What follows it in its line, if this thread goes on with that. */
    private Optional<Claim> carryOne(Claim claim) {
        Optional<Claim> next = Optional.empty();
        try {
            if (!claiming) {
                queue.release(claim);
            } else if (!queue.confirm(claim)) {
                outcome.lost(claim);
            } else if (outcome.isSpent(claim)) {
                outcome.giveUp(claim);
            } else {
                next = deliver(claim);
                next.ifPresent(follower -> held.put(follower, true));
            }
        } catch (QueueException e) {
            LOG.error(
                    "the result of delivery {} to {} can't be saved: {}; it will be delivered again under the same id",
                    claim.delivery().key(),
                    endpoint.target(),
                    e.getMessage());
        } finally {
            queue.abandon(claim);
            held.remove(claim);
        }
        return next;
    }

    /**
     * Whether a thread goes on with a line, which saves a look for what is due: only while nobody waits for the thread, and
     * there is room to claim what else there is.
     */
    private boolean goesOn() {
        return claiming
                && pace == null
                && endpoint.getOrder() == Order.SENDER
                && !carriers.isBehind()
                && hasRoom(held.size());
    }

    private void giveBack(Claim claim) {
        try {
            queue.release(claim);
        } finally {
            queue.abandon(claim);
            held.remove(claim);
        }
    }

    private Optional<Claim> deliver(Claim claim) {
        var exchange = createExchange(false);
        try {
            ClaimExchange.fill(exchange, claim);
            ClaimGuard.watch(exchange, queue);
            writer.accompany(exchange);
            try {
                getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            held.put(claim, false);
            others(exchange).forEach(other -> writer.write(other, () -> outcome.end(other, exchange, false)));
            return writer.write(claim, () -> outcome.end(claim, exchange, goesOn()));
        } finally {
            others(exchange).forEach(queue::abandon);
            releaseExchange(exchange, false);
        }
    }

    private static List<Claim> others(Exchange exchange) {
        DigestMembers digest = exchange.getProperty(OpenFuseHeaders.DIGEST, DigestMembers.class);
        return digest == null ? List.of() : digest.others();
    }
}
