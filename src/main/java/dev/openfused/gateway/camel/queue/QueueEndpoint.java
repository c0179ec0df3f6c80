package dev.openfused.gateway.camel.queue;

import static java.util.Objects.requireNonNull;

import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.audit.LoggedAudit;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.Order;
import dev.openfused.gateway.queue.RetryPolicy;
import dev.openfused.gateway.queue.Target;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * {@code openfuse-queue:{target}}: one exchange for each claimed delivery of one target. The body is the sealed envelope
 * (byte[]); headers are those of {@link dev.openfused.gateway.camel.OpenFuseHeaders}. How the exchange ends is how the
 * delivery ends:
 *
 * <ul>
 *   <li>well: done, with the property {@code OpenFuseRemoteId} as the far end's name for it;
 *   <li>with a {@code RejectedMessageException}: {@code NOT_ACCEPTED} is dropped, any other reason is dead at once;
 *   <li>with anything else: tried again by the retry policy, not before {@code TryLaterException.notBefore()} or the
 *       property {@code OpenFuseRetryNotBefore}.
 * </ul>
 *
 * The context's registry holds the {@link DeliveryQueue}, and may hold an {@link AuditLog}, {@link Paces} and a {@link DeathWatch}.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = QueueComponent.SCHEME,
        title = "OpenFuse Queue",
        syntax = "openfuse-queue:target",
        consumerOnly = true,
        category = {Category.MESSAGING})
public final class QueueEndpoint extends DefaultEndpoint {
    private final QueueComponent component;

    @UriPath(description = "bridge:NAME or peer:NAME-FP8")
    private final Target target;

    @UriParam(defaultValue = "4", description = "Deliveries of this target in flight at once; each has its own thread")
    private int concurrency = 4;

    @UriParam(defaultValue = "16", description = "Deliveries claimed by one query at most")
    private int batch = 16;

    @UriParam(defaultValue = "sender", description = "What holds back what: sender, none or all")
    private Order order = Order.SENDER;

    @UriParam(
            defaultValue = "60s",
            description = "How long a claim is ours without a sign of life; renewed while at work")
    private Duration lease = Duration.ofSeconds(60);

    @UriParam(defaultValue = "5s", description = "How often to look for work entered by other processes")
    private Duration poll = Duration.ofSeconds(5);

    @UriParam(defaultValue = "100", description = "Tries before a delivery is dead; 0 is without limit")
    private int attempts = RetryPolicy.DEFAULT.attempts();

    @UriParam(defaultValue = "1s", description = "Wait before the second try, doubled each time")
    private Duration retryFirst = RetryPolicy.DEFAULT.first();

    @UriParam(defaultValue = "30m", description = "Longest wait between two tries")
    private Duration retryLongest = RetryPolicy.DEFAULT.longest();

    private @Nullable DeliveryQueue queue;

    QueueEndpoint(String uri, QueueComponent component, Target target) {
        super(uri, component);
        this.component = component;
        this.target = target;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        QueueConsumer consumer =
                new QueueConsumer(this, processor, component.threads(), queue(), audit(), deaths(), pace());
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("openfuse-queue: can't be written to; dispatch fills the queue");
    }

    private DeliveryQueue queue() {
        return queue != null
                ? queue
                : requireNonNull(
                        CamelContextHelper.findSingleByType(getCamelContext(), DeliveryQueue.class),
                        "openfuse-queue: no DeliveryQueue in the registry; bind one");
    }

    private AuditLog audit() {
        AuditLog bound = CamelContextHelper.findSingleByType(getCamelContext(), AuditLog.class);
        return bound != null ? bound : new LoggedAudit();
    }

    private DeathWatch deaths() {
        DeathWatch bound = CamelContextHelper.findSingleByType(getCamelContext(), DeathWatch.class);
        return bound != null ? bound : DeathWatch.NONE;
    }

    FaultTexts faults() {
        FaultTexts bound = CamelContextHelper.findSingleByType(getCamelContext(), FaultTexts.class);
        return bound != null ? bound : FaultTexts.AS_THEY_ARE;
    }

    private @Nullable Pace pace() {
        Paces paces = CamelContextHelper.findSingleByType(getCamelContext(), Paces.class);
        return paces == null ? null : paces.of(target).orElse(null);
    }

    RetryPolicy retryPolicy() {
        return new RetryPolicy(attempts, retryFirst, retryLongest);
    }

    Target target() {
        return target;
    }

    /**
     * The target.
     *
     * @return {@code bridge:…} or {@code peer:…}
     */
    public String getTarget() {
        return target.value();
    }

    /**
     * The queue.
     *
     * @return null to take the registry's
     */
    public @Nullable DeliveryQueue getQueue() {
        return queue;
    }

    /**
     * Sets the queue, for an application with more than one.
     *
     * @param queue the queue
     */
    public void setQueue(DeliveryQueue queue) {
        this.queue = queue;
    }

    /**
     * Deliveries in flight at once.
     *
     * @return from 1
     */
    public int getConcurrency() {
        return concurrency;
    }

    /**
     * Sets the deliveries in flight at once.
     *
     * @param concurrency from 1
     */
    public void setConcurrency(int concurrency) {
        this.concurrency = atLeastOne("concurrency", concurrency);
    }

    /**
     * Deliveries claimed by one query at most.
     *
     * @return from 1
     */
    public int getBatch() {
        return batch;
    }

    /**
     * Sets how many deliveries are claimed by one query at most.
     *
     * @param batch from 1
     */
    public void setBatch(int batch) {
        this.batch = atLeastOne("batch", batch);
    }

    /**
     * What holds back what.
     *
     * @return the order
     */
    public Order getOrder() {
        return order;
    }

    /**
     * Sets what holds back what.
     *
     * @param order {@code sender}, {@code none} or {@code all}
     */
    public void setOrder(String order) {
        this.order = Order.valueOf(order.toUpperCase(Locale.ROOT));
    }

    /**
     * How long a claim is ours without a sign of life.
     *
     * @return the lease
     */
    public Duration getLease() {
        return lease;
    }

    /**
     * Sets the lease.
     *
     * @param lease longer than zero
     */
    public void setLease(Duration lease) {
        this.lease = positive("lease", lease);
    }

    /**
     * How often to look for other processes' work.
     *
     * @return the period
     */
    public Duration getPoll() {
        return poll;
    }

    /**
     * Sets how often to look for other processes' work.
     *
     * @param poll longer than zero
     */
    public void setPoll(Duration poll) {
        this.poll = positive("poll", poll);
    }

    /**
     * Tries before a delivery is dead.
     *
     * @return 0 is without limit
     */
    public int getAttempts() {
        return attempts;
    }

    /**
     * Sets the tries before a delivery is dead.
     *
     * @param attempts 0 is without limit
     */
    public void setAttempts(int attempts) {
        this.attempts = attempts;
    }

    /**
     * Wait before the second try.
     *
     * @return the wait, doubled each time
     */
    public Duration getRetryFirst() {
        return retryFirst;
    }

    /**
     * Sets the wait before the second try.
     *
     * @param retryFirst longer than zero
     */
    public void setRetryFirst(Duration retryFirst) {
        this.retryFirst = positive("retryFirst", retryFirst);
    }

    /**
     * Longest wait between two tries.
     *
     * @return the wait
     */
    public Duration getRetryLongest() {
        return retryLongest;
    }

    /**
     * Sets the longest wait between two tries.
     *
     * @param retryLongest longer than zero
     */
    public void setRetryLongest(Duration retryLongest) {
        this.retryLongest = positive("retryLongest", retryLongest);
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("openfuse-queue: " + option + "=" + value + ": must be at least 1");
        }
        return value;
    }

    private static Duration positive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("openfuse-queue: " + option + "=" + value + ": must be above zero");
        }
        return value;
    }
}
