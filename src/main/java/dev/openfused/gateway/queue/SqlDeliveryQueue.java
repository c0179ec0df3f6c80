package dev.openfused.gateway.queue;

import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Delivery.State;
import dev.openfused.gateway.queue.HeldClaims.Held;
import dev.openfused.gateway.queue.HeldClaims.Moment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The queue in an SQL database: hands each verb to who does it, then wakes who may have work. */
final class SqlDeliveryQueue implements DeliveryQueue {
    private final Database database;
    private final CiphertextClaims ciphertexts;
    private final QueueTime time;
    private final long longestPause;
    private final HeldClaims held;
    private final Intake intake;
    private final FileMemory files;
    private final Notes notes;
    private final Claims claims;
    private final DeadClaims dead;
    private final Outcomes outcomes;
    private final Inspection inspection;
    private final Intervention intervention;
    private final Retention retention;
    private final WorkListeners listeners = new WorkListeners();

    /** What follows in a line, and whether other lines may have become due. */
    private record Step(Optional<Claim> next, boolean others) {}

    SqlDeliveryQueue(
            Database database,
            StoreIdentity store,
            QueueTime time,
            Clock clock,
            LongSupplier nanos,
            QueueOptions options,
            String claimant) {
        Lines lines = new Lines(database.dialect());
        CircuitBreaker breaker = new CircuitBreaker(time, options.breaker());
        this.database = database;
        this.ciphertexts = new CiphertextClaims(database);
        this.time = time;
        this.longestPause = options.breaker().longest().toMillis();
        this.held = new HeldClaims(clock, nanos);
        this.files = new FileMemory(database, store);
        this.intake = new Intake(database, files, ciphertexts, lines, time, clock);
        this.notes = new Notes(database, store);
        this.claims = new Claims(database, breaker, time, clock, held, claimant);
        this.dead = new DeadClaims(database, breaker, time);
        this.outcomes = new Outcomes(database, lines, breaker, time, clock);
        this.inspection = new Inspection(database);
        this.intervention = new Intervention(database, lines, breaker, time);
        this.retention = new Retention(database, clock, new ClockWatch(clock, nanos), options.replayWindow());
        new Inheritance(database, store).take();
    }

    @Override
    public boolean isKnown(MessageId id) {
        return intake.isKnown(id);
    }

    @Override
    public boolean remember(MessageId id, String file) {
        return intake.remember(id, file);
    }

    @Override
    public Dispatched dispatch(SeenFile seen, byte[] envelope) {
        Dispatched dispatched = intake.dispatch(seen, envelope);
        if (dispatched.isNew()) {
            seen.targets().forEach(listeners::wake);
        }
        return dispatched;
    }

    @Override
    public List<MessageId> reclaim(SeenFile seen, String why) {
        CiphertextClaim claim = seen.ciphertext();
        if (claim == null) {
            return List.of();
        }
        ciphertexts.undelivered(claim.digest(), seen.sender()).forEach(key -> drop(key, why));
        return ciphertexts.end(claim.digest(), seen.sender());
    }

    @Override
    public void record(Collection<SeenFile> seen) {
        intake.record(seen);
    }

    @Override
    public int backfill(SeenFile seen, byte[] envelope) {
        int entered = intake.backfill(seen, envelope);
        if (entered > 0) {
            seen.targets().forEach(listeners::wake);
        }
        return entered;
    }

    @Override
    public Set<String> unseen(String source, Collection<String> names) {
        return files.unseen(source, names);
    }

    @Override
    public Map<String, String> senders(String source, Collection<String> names) {
        return files.senders(source, names);
    }

    @Override
    public void forget(String source, Collection<String> names) {
        files.forget(source, names);
    }

    @Override
    public List<String> files(String source, String after, int most) {
        return files.page(source, after, most);
    }

    @Override
    public Optional<String> note(String key) {
        return notes.get(key);
    }

    @Override
    public void setNote(String key, @Nullable String value) {
        notes.set(key, value);
    }

    @Override
    public Optional<String> sharedNote(String key) {
        return notes.getShared(key);
    }

    @Override
    public void setSharedNote(String key, @Nullable String value) {
        notes.setShared(key, value);
    }

    @Override
    public String stateId() {
        return notes.getShared(Schema.STATE_ID)
                .orElseThrow(
                        () -> new QueueException("the queue's database has lost its tables' id; use a new database"));
    }

    @Override
    public List<String> damage() {
        return database.damage();
    }

    @Override
    public Map<Target, Instant> oldestOnTheirWay() {
        return inspection.oldestOnTheirWay();
    }

    @Override
    public List<Claim> claim(Target target, Order order, int most, Duration lease) {
        time.settle(database, longestPause);
        return claims.claim(target, order, most, lease);
    }

    @Override
    public int takeOver() {
        return dead.takeOver();
    }

    @Override
    public Optional<Instant> nextDue(Target target, Order order) {
        return claims.nextDue(target, order);
    }

    @Override
    public List<Claim> claimBeside(Claim first, Order order, int most, Duration lease) {
        return claims.claimBeside(first, order, most, lease);
    }

    @Override
    public Gathered gathered(Target target, int most) {
        return claims.gathered(target, most);
    }

    @Override
    public AutoCloseable onWork(Target target, Runnable wake) {
        return listeners.add(target, wake);
    }

    @Override
    public boolean renew(Claim claim, Duration lease) {
        Moment since = held.now();
        boolean ours = outcomes.renew(claim, lease);
        if (ours) {
            held.prolong(claim, lease, since);
        }
        return ours;
    }

    @Override
    public boolean confirm(Claim claim) {
        Held ours = held.of(claim.delivery().key());
        return ours != null && (!held.isOld(ours) || renew(claim, ours.lease()));
    }

    @Override
    public void abandon(Claim claim) {
        held.remove(claim);
    }

    @Override
    public void partSent(Claim claim, int part, String remoteId) {
        outcomes.partSent(claim, part, remoteId);
    }

    @Override
    public void done(Claim claim, @Nullable String remoteId) {
        end(claim, () -> database.write(session -> outcomes.done(session, claim, remoteId)));
        listeners.wake(claim.delivery().target());
    }

    @Override
    public Optional<Claim> doneThenNext(Claim claim, @Nullable String remoteId, Duration lease) {
        Moment since = held.now();
        Step step = end(
                claim,
                () -> database.write(session -> {
                    boolean others = outcomes.done(session, claim, remoteId);
                    Optional<Claim> next = claims.next(session, claim.delivery(), lease);
                    return new Step(next, others || next.isEmpty());
                }));
        step.next().ifPresent(next -> held.add(next, lease, since));
        if (step.others()) {
            listeners.wake(claim.delivery().target());
        }
        return step.next();
    }

    @Override
    public void later(Claim claim, String why, @Nullable Instant notBefore, RetryPolicy policy) {
        end(claim, () -> outcomes.later(claim, why, notBefore, policy));
        listeners.wake(claim.delivery().target());
    }

    @Override
    public void release(Claim claim) {
        end(claim, () -> outcomes.release(claim));
        listeners.wake(claim.delivery().target());
    }

    @Override
    public void dead(Claim claim, String why) {
        end(claim, () -> outcomes.end(claim, State.DEAD, why));
        listeners.wake(claim.delivery().target());
    }

    @Override
    public void dropped(Claim claim, String why) {
        end(claim, () -> outcomes.end(claim, State.DROPPED, why));
        listeners.wake(claim.delivery().target());
    }

    /** Once it is written down nobody here is at work on it any more; until then it can be written again. */
    private <T> T end(Claim claim, Supplier<T> outcome) {
        T written = outcome.get();
        held.remove(claim);
        return written;
    }

    @Override
    public List<Delivery> list(@Nullable Target target, Set<State> states, int most) {
        return inspection.list(target, states, most);
    }

    @Override
    public List<byte[]> following(long key, int most, int largest) {
        return inspection.following(key, most, largest);
    }

    @Override
    public Optional<Delivery> find(long key) {
        return inspection.find(key);
    }

    @Override
    public List<Delivery> withRemoteId(String remoteId) {
        return inspection.withRemoteId(remoteId);
    }

    @Override
    public Optional<byte[]> envelope(long key) {
        return inspection.envelope(key);
    }

    @Override
    public boolean retry(long key) {
        Optional<Target> whose = intervention.retry(key);
        whose.ifPresent(listeners::wake);
        return whose.isPresent();
    }

    @Override
    public boolean drop(long key, String why) {
        Optional<Target> whose = intervention.drop(key, why);
        whose.ifPresent(listeners::wake);
        return whose.isPresent();
    }

    @Override
    public int dropAll(Target target, String why) {
        return intervention.dropAll(target, why);
    }

    @Override
    public Map<Target, Map<State, Long>> counts() {
        return inspection.counts();
    }

    @Override
    public int purgeBeyond(long most) {
        return retention.purgeBeyond(most);
    }

    @Override
    public long shrink() {
        return database.shrink();
    }

    @Override
    public int purge(Instant endedBefore) {
        return retention.purge(endedBefore);
    }

    @Override
    public void close() {
        database.close();
    }
}
