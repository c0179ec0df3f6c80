package dev.openfused.gateway.queue;

import dev.openfused.gateway.message.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of every delivery, to bridges and peers alike (DESIGN, The queue). Safe for many threads and processes;
 * every verb is durable when it returns. Methods throw {@link QueueException} if the database fails.
 */
public interface DeliveryQueue extends AutoCloseable {
    /** The longest that a far end's {@code Retry-After} is obeyed: a stranger's word stops nothing for ever. */
    Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

    /** Note: when it was found that the state before this one was lost; gone once the queue was rebuilt. */
    String LOST = "state:lost";

    /** Note: when the running gateway last wrote here; it does so several times a minute. */
    String ALIVE = "state:alive";

    /** What dispatching a file came to. */
    enum Dispatched {
        /** New: entered for its targets. */
        ENTERED,
        /** The same, and its ciphertext was first seen from another sender, whom this one outranks: {@link #reclaim} it. */
        RECLAIMED,
        /** This message was dispatched before, under this or another file name; nothing was entered. */
        KNOWN,
        /** Its ciphertext was seen from another sender, whom this one does not outrank; remembered, but entered for nobody. */
        STOLEN;

        /**
         * Whether it was entered.
         *
         * @return true for a message that was not dispatched before
         */
        public boolean isNew() {
            return this == ENTERED || this == RECLAIMED;
        }
    }

    // ---- memory of messages and files

    /**
     * Whether a message id is known, from {@link #remember} or {@link #dispatch}. A message that only stands in a folder
     * which bridges carry, such as a workspace, is not: whoever put it there could keep it from being received.
     *
     * @param id the message
     * @return true if it is
     */
    boolean isKnown(MessageId id);

    /**
     * Remembers an accepted message, durably, before its sender is told. Concurrent calls share a commit.
     *
     * @param id the message
     * @param file the inbox file that holds it
     * @return false if it was known already
     */
    boolean remember(MessageId id, String file);

    /**
     * Enters a file for its targets, once: file, payload and deliveries in one transaction. A message id counts once per
     * source kind (inbox, outbox), also under another file name.
     *
     * @param seen what and for whom
     * @param envelope the payload; kept as an immutable copy, content-addressed
     * @return what it came to
     */
    Dispatched dispatch(SeenFile seen, byte[] envelope);

    /**
     * Takes a ciphertext from all other senders that claimed it: what was not delivered of theirs is dropped, and their
     * claims end.
     *
     * @param seen what came to {@link Dispatched#RECLAIMED}
     * @param why one line for the deliveries that are dropped
     * @return the messages whose ciphertext it was thought to be
     */
    List<MessageId> reclaim(SeenFile seen, String why);

    /**
     * Remembers files as dispatched, for nobody, all in one transaction: what was there before anybody took part, or what
     * is held in quarantine. Their messages are known; one from quarantine is still dispatched when it gets into the inbox.
     *
     * @param seen at most a few thousand, in the order in which they came to be; their targets are ignored
     */
    void record(Collection<SeenFile> seen);

    /**
     * Enters an already dispatched message for one more target (backfill, or a peer that was given an address later).
     *
     * @param seen as before, with the new targets only
     * @param envelope the payload
     * @return how many deliveries were entered; none for targets that had it
     */
    int backfill(SeenFile seen, byte[] envelope);

    /**
     * Which of these files were never dispatched.
     *
     * @param source {@code inbox}, {@code outbox/{directory}} or {@code quarantine}
     * @param files base names, at most a few thousand
     * @return the unknown ones
     */
    Set<String> unseen(String source, Collection<String> files);

    /**
     * Whose messages files hold.
     *
     * @param source {@code inbox}, {@code outbox/{directory}} or {@code quarantine}
     * @param files base names, at most a few thousand
     * @return senders as in {@link SeenFile} by file; none for files that were never dispatched
     */
    Map<String, String> senders(String source, Collection<String> files);

    /**
     * Forgets files that are gone; done by the reconciling scan. Message ids are kept for the replay window and as long
     * as their deliveries are.
     *
     * @param source {@code inbox}, {@code outbox/{directory}} or {@code quarantine}
     * @param files base names
     */
    void forget(String source, Collection<String> files);

    /**
     * The files that are remembered, page by page, for the scan that looks which are gone.
     *
     * @param source {@code inbox}, {@code outbox/{directory}} or {@code quarantine}
     * @param after the last name of the page before, or empty
     * @param most how many at most
     * @return base names in a stable order; none after the last
     */
    List<String> files(String source, String after, int most);

    /**
     * A small persistent value that concerns this store's own files, such as a bridge's starting point in its inbox.
     *
     * @param key its name
     * @return its value, if set
     */
    Optional<String> note(String key);

    /**
     * Sets a small persistent value that concerns this store's own files.
     *
     * @param key its name
     * @param value its value, or null to remove it
     */
    void setNote(String key, @Nullable String value);

    /**
     * A small persistent value that all gateways of this queue share.
     *
     * @param key its name
     * @return its value, if set
     */
    Optional<String> sharedNote(String key);

    /**
     * Sets a small persistent value that all gateways of this queue share.
     *
     * @param key its name
     * @param value its value, or null to remove it
     */
    void setSharedNote(String key, @Nullable String value);

    /**
     * Tells this state from another that is made in its place when it was deleted, replaced or emptied.
     *
     * @return the same as long as the state is
     */
    String stateId();

    /**
     * Looks for what is wrong with what is stored. Reads all of an embedded database, so it takes seconds for each
     * gigabyte.
     *
     * @return a line each, at most a few; none if all is well
     */
    List<String> damage();

    /**
     * Since when the oldest delivery of each target is on its way.
     *
     * @return targets that have any
     */
    Map<Target, Instant> oldestOnTheirWay();

    // ---- delivering

    /**
     * Claims deliveries that are due: pending, waiting whose time has come, or claimed with an ended lease; oldest first,
     * never one that its order holds back. No two processes get the same, and none gets again what it holds: what is
     * {@linkplain #done ended} or {@linkplain #abandon abandoned} is not held. Leases and waits last as long as they were
     * given for, also when a clock is set.
     *
     * @param target whose
     * @param order what holds back what
     * @param most how many at most
     * @param lease how long this process has them to itself
     * @return none if nothing is due or the target's circuit is open
     */
    List<Claim> claim(Target target, Order order, int most, Duration lease);

    /**
     * Claims what is due beside a delivery and may be sent together with it: nothing that another one holds back which is
     * not among these.
     *
     * @param first a live claim
     * @param order what holds back what
     * @param most how many at most
     * @param lease how long this process has them to itself
     * @return in order of dispatch
     */
    List<Claim> claimBeside(Claim first, Order order, int most, Duration lease);

    /**
     * Ends the leases of all claims: whoever had them is gone, and what waits behind them need not wait. Only for who knows
     * that nobody delivers from this queue, such as the holder of the lock of the store in which the queue's file is. What
     * was tried several times keeps its lease, since trying it may be what ends the process.
     *
     * @return how many can be claimed at once
     */
    int takeOver();

    /**
     * When something of this target can be claimed. What its order holds back does not count, and an open circuit counts as
     * long as it is open.
     *
     * @param target whose
     * @param order what holds back what
     * @return a past instant if something is due now; empty if nothing is on its way
     */
    Optional<Instant> nextDue(Target target, Order order);

    /**
     * How much of a target is due, for who sends several together.
     *
     * @param target whose
     * @param most how many are counted at most
     * @return the count, and since when the oldest of them waits
     */
    Gathered gathered(Target target, int most);

    /**
     * Calls back, on any thread, when something may have become due in this process (a dispatch, a retry by an operator,
     * the end of a delivery that held back another). Cheap hints only: other processes' work shows by polling {@link #nextDue}.
     *
     * @param target whose
     * @param wake must be quick
     * @return closes the subscription
     */
    AutoCloseable onWork(Target target, Runnable wake);

    /**
     * What comes after a delivery in its line (same target, same sender) and was not tried yet. Nothing is claimed: whoever
     * hands it over ahead of its turn remembers so.
     *
     * @param key the delivery's number
     * @param most how many at most
     * @param largest how many bytes at most, all together
     * @return envelopes, in order, up to the first that is not pending
     */
    List<byte[]> following(long key, int most, int largest);

    /**
     * Lengthens a lease.
     *
     * @param claim a live claim
     * @param lease from now
     * @return false if the claim was lost
     */
    boolean renew(Claim claim, Duration lease);

    /**
     * Checks that a claim is still ours, and lengthens its lease, unless little of it is over; for right before a call goes
     * out. A process that was stopped, or a machine that slept, may come back when another process delivered what it held.
     *
     * @param claim a claim
     * @return false if it was lost: whoever has it now delivers it
     */
    boolean confirm(Claim claim);

    /**
     * Nobody in this process is at work on a claim any more, and how it ended is not known: it can be claimed again once its
     * lease ends. The verbs that end a claim say so by themselves, unless they fail.
     *
     * @param claim a claim
     */
    void abandon(Claim claim);

    /**
     * Records one sent part of a longer text, so that a retry goes on after it.
     *
     * @param claim a live claim
     * @param part from 1
     * @param remoteId the far end's id of it, possibly empty
     */
    void partSent(Claim claim, int part, String remoteId);

    /**
     * The target has it.
     *
     * @param claim a live claim; one that was lost still counts, since the target does have it
     * @param remoteId the far end's id, or null
     */
    void done(Claim claim, @Nullable String remoteId);

    /**
     * The target has it, and whoever delivered it goes on with its line: the same as {@link #done}, then a {@link #claim}
     * under {@link Order#SENDER} of what follows it, in one change.
     *
     * @param claim a live claim; one that was lost still counts, since the target does have it
     * @param remoteId the far end's id, or null
     * @param lease how long this process has the next one to itself
     * @return the next one; none if nothing follows, or it is not due
     */
    Optional<Claim> doneThenNext(Claim claim, @Nullable String remoteId, Duration lease);

    /**
     * Try again: after the retry policy's back-off with jitter, not before the given time; dead when the policy is
     * exhausted. Counts towards the target's circuit breaker.
     *
     * @param claim a live claim
     * @param why one line
     * @param notBefore the far end's {@code Retry-After}, or null; obeyed up to {@link #LONGEST_RETRY_AFTER}
     * @param policy how often and how far apart
     */
    void later(Claim claim, String why, @Nullable Instant notBefore, RetryPolicy policy);

    /**
     * Give it back untried (shutdown); does not count as an attempt.
     *
     * @param claim a live claim
     */
    void release(Claim claim);

    /**
     * Never again, unless an operator retries it.
     *
     * @param claim a live claim
     * @param why one line
     */
    void dead(Claim claim, String why);

    /**
     * Not for this target after all (its content is not accepted).
     *
     * @param claim a live claim
     * @param why one line
     */
    void dropped(Claim claim, String why);

    // ---- operating

    /**
     * Deliveries, newest first.
     *
     * @param target only this one's, or null
     * @param states only these, or all if empty
     * @param most how many at most
     * @return without payload
     */
    List<Delivery> list(@Nullable Target target, Set<Delivery.State> states, int most);

    /**
     * One delivery.
     *
     * @param key its number
     * @return the delivery, if there is one
     */
    Optional<Delivery> find(long key);

    /**
     * What a far end has under a name of its own.
     *
     * @param remoteId as it was given to {@link #done}
     * @return those that are kept, newest first; several where they were sent together
     */
    List<Delivery> withRemoteId(String remoteId);

    /**
     * The payload of a delivery.
     *
     * @param key its number
     * @return the sealed envelope, if it is still kept
     */
    Optional<byte[]> envelope(long key);

    /**
     * Tries a dead, dropped or waiting delivery at once, attempts from zero; what parts were sent stay sent. Closes the
     * target's circuit.
     *
     * @param key its number
     * @return false if there is none in such a state
     */
    boolean retry(long key);

    /**
     * Takes a delivery out, unless it is done.
     *
     * @param key its number
     * @param why one line
     * @return false if there is none in such a state
     */
    boolean drop(long key, String why);

    /**
     * Takes out everything of a target that is not done (its bridge was removed for good).
     *
     * @param target whose
     * @param why one line
     * @return how many
     */
    int dropAll(Target target, String why);

    /**
     * How many deliveries stand where.
     *
     * @return by target and state
     */
    Map<Target, Map<Delivery.State, Long>> counts();

    /**
     * Erases ended deliveries and the payloads nobody needs any more, and forgets messages whose files are gone for longer
     * than the replay window. Which targets had a message stays known as long as the message. While the wall clock and the
     * time this process runs disagree by more than a minute, nothing is erased.
     *
     * @param endedBefore those that ended before this
     * @return how many deliveries
     */
    int purge(Instant endedBefore);

    /**
     * Erases ended deliveries and their copies, oldest first, while the queue takes more room. What follows uses
     * the room in an embedded database again; {@link #shrink} gives it back to the disk.
     *
     * @param most bytes
     * @return how many were erased
     */
    int purgeBeyond(long most);

    /**
     * Gives room that nothing takes any more back to the disk, but for some that is soon taken up again. Others go on
     * meanwhile, except once for a file that an earlier version of this program made: they wait about a second, so that is
     * done only if at most 128 MiB of it are used. For the process that serves the store. Ends early if the thread is
     * interrupted.
     *
     * @return how many bytes smaller the database is; 0 for a server, which looks after that by itself
     * @throws QueueException if the disk is full or fails; nothing is lost
     */
    long shrink();

    @Override
    void close();
}
