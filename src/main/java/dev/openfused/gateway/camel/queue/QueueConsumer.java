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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what is due for one target and hands it to the route. One thread claims and renews leases; {@code concurrency}
 * others, of this endpoint alone, carry the exchanges, so that a slow target holds up nobody else. Idle, it sleeps until
 * the queue calls, something falls due, or the next look for other processes' work.
 *
 * <p>On suspension nothing more is claimed, what has not begun is given back, and what has begun ends.
 */
final class QueueConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);

    /** Between two looks when something is due but could not be claimed, as another process was faster; doubled each time. */
    /** Before an outcome that could not be written down is written again. */
    private static final Duration UNWRITTEN_REST = Duration.ofMillis(250);

    private static final Duration SHORTEST_REST = Duration.ofMillis(10);

    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    /** How long a stop waits for exchanges that outlived Camel's own graceful shutdown, before interrupting them. */
    private static final Duration LAST_GRACE = Duration.ofSeconds(2);

    private final QueueEndpoint endpoint;
    private final DeliveryQueue queue;
    private final ClaimOutcome outcome;
    private final @Nullable Pace pace;
    private final Clock clock = Clock.systemUTC();
    private final Semaphore wake = new Semaphore(0);
    /** Claims that are ours, and whether their exchange still runs (or waits for a thread). */
    private final Map<Claim, Boolean> held = new ConcurrentHashMap<>();
    /** How many of them wait for a thread. */
    private final AtomicInteger waiting = new AtomicInteger();

    private @Nullable ExecutorService workers;
    private @Nullable Thread claimer;
    private @Nullable AutoCloseable subscription;
    private volatile boolean claiming;
    private boolean broken;
    private Duration overdueRest = SHORTEST_REST;

    QueueConsumer(
            QueueEndpoint endpoint,
            Processor processor,
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
    }

    // ---- Camel's life cycle

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        workers = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, endpoint.getEndpointUri(), endpoint.getConcurrency());
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
        ExecutorService pool = workers;
        workers = null;
        if (pool != null) {
            pool.shutdown();
            if (!pool.awaitTermination(LAST_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(pool);
            }
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

    private void startClaiming() {
        claiming = true;
        subscription = queue.onWork(endpoint.target(), wake::release);
        Thread thread = new Thread(this::claimWhileRunning, "openfuse-queue " + endpoint.target());
        thread.setDaemon(true);
        claimer = thread;
        thread.start();
    }

    private void stopClaiming() throws Exception {
        claiming = false;
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
        wake.release();
        Thread thread = claimer;
        claimer = null;
        if (thread != null) {
            thread.join();
        }
    }

    // ---- the claiming thread

    private void claimWhileRunning() {
        long renewed = System.nanoTime();
        while (claiming) {
            Duration rest;
            try {
                rest = claimOnce();
                renewed = renewIfTime(renewed);
                broken = false;
            } catch (QueueException e) {
                rest = endpoint.getPoll();
                logOnce(e);
            }
            sleep(held.isEmpty() ? rest : shorter(rest, endpoint.getLease().dividedBy(3)));
        }
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
        claims.forEach(this::handOver);
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

    private long renewIfTime(long renewed) {
        long now = System.nanoTime();
        if (now - renewed < endpoint.getLease().dividedBy(3).toNanos()) {
            return renewed;
        }
        for (Claim claim : held.keySet()) {
            if (!queue.renew(claim, endpoint.getLease()) && held.getOrDefault(claim, false)) {
                LOG.warn(
                        "delivery {} to {} was taken over by another process while still at work here",
                        claim.delivery().key(),
                        endpoint.target());
            }
        }
        return now;
    }

    private void sleep(Duration rest) {
        try {
            if (wake.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            claiming = false;
            Thread.currentThread().interrupt();
        }
    }

    private void logOnce(QueueException e) {
        if (!broken) {
            LOG.error(
                    "{}: {}; tried again every {} s",
                    endpoint.target(),
                    e.getMessage(),
                    endpoint.getPoll().toSeconds());
        }
        broken = true;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    // ---- the carrying threads

    private void handOver(Claim claim) {
        ExecutorService pool = workers;
        held.put(claim, true);
        if (pool == null) {
            giveBack(claim);
            return;
        }
        waiting.incrementAndGet();
        pool.execute(() -> carry(claim));
    }

    private void carry(Claim first) {
        waiting.decrementAndGet();
        try {
            Optional<Claim> next = Optional.of(first);
            while (next.isPresent()) {
                next = carryOne(next.get());
            }
        } finally {
            wake.release();
        }
    }

    /** What follows it in its line, if this thread goes on with that. */
    private Optional<Claim> carryOne(Claim claim) {
        Optional<Claim> next = Optional.empty();
        try {
            if (!claiming) {
                queue.release(claim);
            } else if (outcome.isSpent(claim)) {
                outcome.giveUp(claim);
            } else {
                next = deliver(claim);
                next.ifPresent(follower -> held.put(follower, true));
            }
        } catch (QueueException e) {
            LOG.error(
                    "delivery {} to {} ended, but that can't be written down: {}; it will be tried again under the"
                            + " same id",
                    claim.delivery().key(),
                    endpoint.target(),
                    e.getMessage());
        } finally {
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
                && waiting.get() == 0
                && hasRoom(held.size());
    }

    private void giveBack(Claim claim) {
        try {
            queue.release(claim);
        } finally {
            held.remove(claim);
        }
    }

    /**
     * Waits until an outcome is written down, for as long as the route runs: what the far end has and the queue does not
     * know of would be sent once more. The thread has nothing else to do meanwhile, as it can't claim either.
     */
    private Optional<Claim> written(Claim claim, Supplier<Optional<Claim>> ending) {
        for (boolean told = false; ; told = true) {
            try {
                return ending.get();
            } catch (QueueException e) {
                if (!told) {
                    LOG.error(
                            "delivery {} to {} ended, but that can't be written down yet: {}",
                            claim.delivery().key(),
                            endpoint.target(),
                            e.getMessage());
                }
                if (!claiming || !paused()) {
                    throw e;
                }
            }
        }
    }

    private static boolean paused() {
        try {
            TimeUnit.MILLISECONDS.sleep(UNWRITTEN_REST.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<Claim> deliver(Claim claim) {
        var exchange = createExchange(false);
        try {
            ClaimExchange.fill(exchange, claim);
            try {
                getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            held.put(claim, false);
            DigestMembers digest = exchange.getProperty(OpenFuseHeaders.DIGEST, DigestMembers.class);
            if (digest != null) {
                digest.others().forEach(other -> written(other, () -> outcome.end(other, exchange, false)));
            }
            return written(claim, () -> outcome.end(claim, exchange, goesOn()));
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
