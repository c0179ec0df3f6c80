package dev.openfused.gateway.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Delivery.State;
import dev.openfused.gateway.queue.DeliveryQueue.Dispatched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every delivery queue holds to. An engine's test says which database, and adds what only that one has. */
abstract class DeliveryQueueContract {
    static final Target MAIL = Target.bridge("ops-mail");
    static final Target HOOK = Target.bridge("ops-hook");
    static final Duration LEASE = Duration.ofMinutes(1);
    static final RetryPolicy POLICY = new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final SettableClock clock = new SettableClock();
    private final List<DeliveryQueue> opened = new ArrayList<>();
    private int processes;

    /** The same database at each call of one test. */
    abstract Database database();

    /** What makes a query say how it would be answered, and the column that says it. */
    abstract String explain();

    abstract int explainColumn();

    /** One more process on the same database. */
    DeliveryQueue queue() {
        return queue(QueueOptions.DEFAULT.withBreaker(
                new BreakerPolicy(1_000, Duration.ofSeconds(2), Duration.ofMinutes(5))));
    }

    DeliveryQueue queue(QueueOptions options) {
        DeliveryQueue queue = new SqlDeliveryQueue(
                database(), clock, new ClockWatch(clock, clock::nanos), options, "process-" + ++processes);
        opened.add(queue);
        return queue;
    }

    @AfterEach
    void close() {
        opened.forEach(DeliveryQueue::close);
    }

    // ---- memory of messages and files

    @Test
    void aMessageIsRememberedOnce() {
        DeliveryQueue queue = queue();

        assertThat(queue.isKnown(id("a"))).isFalse();
        assertThat(queue.remember(id("a"), "a.json")).isTrue();
        assertThat(queue.remember(id("a"), "a-again.json")).isFalse();
        assertThat(queue.isKnown(id("a"))).isTrue();
    }

    @Test
    void whatIsRememberedByManyAtOnceIsNewToOneOfThem() throws Exception {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();

        List<Boolean> fresh = atOnce(40, i -> (i % 2 == 0 ? first : second).remember(id("m" + i / 8), "m" + i));

        assertThat(fresh).filteredOn(f -> f).hasSize(5);
    }

    @Test
    void aRememberedFileIsUnseenUntilItIsDispatched() {
        DeliveryQueue queue = queue();
        queue.remember(id("a"), "a.json");

        assertThat(queue.unseen("inbox", List.of("a.json", "b.json"))).containsExactlyInAnyOrder("a.json", "b.json");

        assertThat(queue.dispatch(seen("a", "alice", MAIL), bytes("a"))).isEqualTo(Dispatched.ENTERED);
        assertThat(queue.unseen("inbox", List.of("a.json", "b.json"))).containsExactly("b.json");
        assertThat(queue.unseen("outbox/bob-12345678", List.of("a.json"))).containsExactly("a.json");
    }

    @Test
    void manyFilesAreRecordedForNobodyAtOnce() {
        DeliveryQueue queue = queue();
        List<String> names = IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList();

        queue.record(names.stream().map(name -> seen(name, "alice", MAIL)).toList());
        queue.record(List.of());

        assertThat(queue.unseen("inbox", names.stream().map(n -> n + ".json").toList()))
                .isEmpty();
        assertThat(queue.isKnown(id("m999"))).isTrue();
        assertThat(queue.counts()).isEmpty();
        assertThat(queue.dispatch(seen("m1", "alice", MAIL), bytes("m1"))).isEqualTo(Dispatched.KNOWN);
        assertThat(queue.backfill(seen("m1", "alice", MAIL), bytes("m1"))).isEqualTo(1);
    }

    @Test
    void theFirstOfManyRecordedFilesHasTheCiphertext() {
        DeliveryQueue queue = queue();
        queue.record(List.of(sealed("genuine", "alice", "c1"), sealed("theft", "mallory", "c1")));

        assertThat(queue.dispatch(sealed("theft-again", "mallory", "c1"), bytes("t")))
                .isEqualTo(Dispatched.STOLEN);
        assertThat(queue.dispatch(sealed("genuine-again", "alice", "c1"), bytes("g")))
                .isEqualTo(Dispatched.ENTERED);
    }

    @Test
    void thousandsOfFilesAreAskedForAndForgottenAtOnce() {
        DeliveryQueue queue = queue();
        List<String> names =
                IntStream.range(0, 450).mapToObj(i -> "m" + i + ".json").toList();
        IntStream.range(0, 450).forEach(i -> queue.dispatch(seen("m" + i, "alice"), bytes("m" + i)));
        List<String> asked =
                Stream.concat(names.stream(), Stream.of("new.json")).toList();

        assertThat(queue.unseen("inbox", asked)).containsExactly("new.json");
        assertThat(queue.unseen("inbox", List.of())).isEmpty();

        queue.forget("inbox", asked.subList(0, 449));
        assertThat(queue.unseen("inbox", names)).hasSize(449).doesNotContain("m449.json");
        assertThat(queue.isKnown(id("m0"))).isTrue();
    }

    @Test
    void rememberedFilesAreListedPageByPage() {
        DeliveryQueue queue = queue();
        List.of("c", "a", "b").forEach(text -> queue.dispatch(seen(text, "alice"), bytes(text)));
        queue.dispatch(seenIn("outbox/bob-12345678", "d", "alice"), bytes("d"));

        List<String> first = queue.files("inbox", "", 2);
        assertThat(first).containsExactly("a.json", "b.json");
        assertThat(queue.files("inbox", first.get(1), 2)).containsExactly("c.json");
        assertThat(queue.files("inbox", "c.json", 2)).isEmpty();
    }

    @Test
    void aSourceIsTheInboxOrAnOutbox() {
        DeliveryQueue queue = queue();

        assertThatThrownBy(() -> queue.dispatch(seenIn("shared", "a", "alice"), bytes("a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void notesAreKeptUntilRemoved() {
        queue().setNote("bridge.ops-mail.start", "now");
        DeliveryQueue next = queue();

        assertThat(next.note("bridge.ops-mail.start")).contains("now");
        next.setNote("bridge.ops-mail.start", "later");
        assertThat(next.note("bridge.ops-mail.start")).contains("later");
        next.setNote("bridge.ops-mail.start", null);
        assertThat(next.note("bridge.ops-mail.start")).isEmpty();
    }

    // ---- dispatching

    @Test
    void aFileIsEnteredOnceForEachTarget() {
        DeliveryQueue queue = queue();

        assertThat(queue.dispatch(seen("a", "alice", MAIL, HOOK), bytes("a"))).isEqualTo(Dispatched.ENTERED);

        assertThat(queue.list(null, Set.of(), 10))
                .extracting(Delivery::target, Delivery::state, Delivery::sender, Delivery::file)
                .containsExactlyInAnyOrder(
                        tuple(MAIL, State.PENDING, "alice", "a.json"), tuple(HOOK, State.PENDING, "alice", "a.json"));
        assertThat(queue.isKnown(id("a"))).isTrue();
    }

    @Test
    void aMessageUnderAnotherFileNameIsKnown() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));

        SeenFile copy = new SeenFile("inbox", "copy.json", id("a"), "alice", null, List.of(MAIL, HOOK));

        assertThat(queue.dispatch(copy, bytes("a"))).isEqualTo(Dispatched.KNOWN);
        assertThat(queue.list(null, Set.of(), 10)).hasSize(1);
        assertThat(queue.unseen("inbox", List.of("copy.json"))).isEmpty();
    }

    @Test
    void aMessageCountsOnceInTheInboxAndOnceInAnOutbox() {
        DeliveryQueue queue = queue();
        Target bob = Target.peer("bob-12345678");

        assertThat(queue.dispatch(seen("a", "alice", MAIL), bytes("a"))).isEqualTo(Dispatched.ENTERED);
        assertThat(queue.dispatch(seenIn("outbox/bob-12345678", "a", "alice", bob), bytes("a")))
                .isEqualTo(Dispatched.ENTERED);
        assertThat(queue.dispatch(seenIn("outbox/eve-87654321", "a", "alice", Target.peer("eve-87654321")), bytes("a")))
                .isEqualTo(Dispatched.KNOWN);

        assertThat(queue.list(null, Set.of(), 10)).extracting(Delivery::target).containsExactlyInAnyOrder(MAIL, bob);
    }

    @Test
    void anotherMessageUnderAUsedFileNameIsEntered() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));

        queue.remember(id("b"), "a.json");
        assertThat(queue.unseen("inbox", List.of("a.json"))).containsExactly("a.json");
        SeenFile reused = new SeenFile("inbox", "a.json", id("b"), "alice", null, List.of(MAIL));

        assertThat(queue.dispatch(reused, bytes("b"))).isEqualTo(Dispatched.ENTERED);
        assertThat(queue.unseen("inbox", List.of("a.json"))).isEmpty();
    }

    @Test
    void aMessageForNobodyIsRememberedOnly() {
        DeliveryQueue queue = queue();

        assertThat(queue.dispatch(seen("a", "alice"), bytes("a"))).isEqualTo(Dispatched.ENTERED);

        assertThat(queue.list(null, Set.of(), 10)).isEmpty();
        assertThat(queue.unseen("inbox", List.of("a.json"))).isEmpty();
    }

    @Test
    void theCiphertextOfAnotherSenderIsEnteredForNobody() {
        DeliveryQueue queue = queue();
        String ciphertext = Digests.sha256Hex(bytes("ciphertext"));
        queue.dispatch(new SeenFile("inbox", "1", id("1"), "alice", ciphertext, List.of(MAIL)), bytes("1"));

        SeenFile theft = new SeenFile("inbox", "2", id("2"), "mallory", ciphertext, List.of(MAIL));
        assertThat(queue.dispatch(theft, bytes("2"))).isEqualTo(Dispatched.STOLEN);
        assertThat(queue.dispatch(theft, bytes("2"))).isEqualTo(Dispatched.KNOWN);
        assertThat(queue.backfill(theft, bytes("2"))).isZero();
        assertThat(queue.isKnown(id("2"))).isTrue();
        assertThat(queue.unseen("inbox", List.of("2"))).isEmpty();

        SeenFile again = new SeenFile("inbox", "3", id("3"), "alice", ciphertext, List.of(MAIL));
        assertThat(queue.dispatch(again, bytes("3"))).isEqualTo(Dispatched.ENTERED);
        assertThat(queue.list(MAIL, Set.of(), 10)).extracting(Delivery::id).containsExactly(id("3"), id("1"));
    }

    @Test
    void ofManyDispatchesOfOneMessageOneEntersIt() throws Exception {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();

        List<Dispatched> results = atOnce(24, i -> (i % 2 == 0 ? first : second)
                .dispatch(seen("m" + i % 3, "alice", HOOK, MAIL), bytes("m" + i % 3)));

        assertThat(results).filteredOn(r -> r == Dispatched.ENTERED).hasSize(3);
        assertThat(first.list(MAIL, Set.of(), 100)).hasSize(3);
    }

    @Test
    void aBackfillEntersNewTargetsOnly() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));

        assertThat(queue.backfill(seen("a", "alice", MAIL, HOOK), bytes("a"))).isEqualTo(1);
        assertThat(queue.backfill(seen("a", "alice", MAIL, HOOK), bytes("a"))).isZero();
        assertThat(claimOne(queue, HOOK).envelope()).isEqualTo(bytes("a"));
    }

    @Test
    void textThatNoDatabaseTakesIsStoredReadably() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "nul\0 half\ud800 whole\ud83d\ude00", MAIL), bytes("a"));

        queue.later(claimOne(queue, MAIL), "bad\0news", null, POLICY);

        Delivery delivery = queue.list(MAIL, Set.of(), 1).get(0);
        assertThat(delivery.sender()).isEqualTo("nul\ufffd half\ufffd whole\ud83d\ude00");
        assertThat(delivery.reason()).isEqualTo("bad\ufffdnews");
    }

    // ---- claiming

    @Test
    void aClaimCarriesTheEnvelopeAndCountsTheTry() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));

        Claim claim = claimOne(queue, MAIL);

        assertThat(claim.envelope()).isEqualTo(bytes("a"));
        assertThat(claim.delivery().attempts()).isEqualTo(1);
        assertThat(claim.delivery().state()).isEqualTo(State.CLAIMED);
        assertThat(claim.delivery().nextTry()).isEqualTo(clock.instant().plus(LEASE));
        assertThat(claim.delivery().claimant()).isEqualTo("process-1");
        assertThat(queue.claim(MAIL, Order.NONE, 10, LEASE)).isEmpty();
    }

    @Test
    void theOldestAreClaimedFirstAndNoMoreThanAskedFor() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a", "b", "c");

        assertThat(texts(queue.claim(MAIL, Order.NONE, 2, LEASE))).containsExactly("a", "b");
        assertThat(texts(queue.claim(MAIL, Order.NONE, 2, LEASE))).containsExactly("c");
    }

    @Test
    void noTwoProcessesGetTheSame() throws Exception {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();
        IntStream.range(0, 60).forEach(i -> first.dispatch(seen("m" + i, "sender-" + i, MAIL), bytes("m" + i)));

        List<List<Claim>> claims = atOnce(
                30, i -> (i % 2 == 0 ? first : second).claim(MAIL, i % 3 == 0 ? Order.SENDER : Order.NONE, 2, LEASE));

        assertThat(claims.stream().flatMap(List::stream).map(c -> c.delivery().key()))
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(60)
                .isNotEmpty();
    }

    @Test
    void anEndedLeaseIsTakenOver() {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();
        first.dispatch(seen("a", "alice", MAIL), bytes("a"));
        claimOne(first, MAIL);

        clock.pass(LEASE.minusMillis(1));
        assertThat(second.claim(MAIL, Order.SENDER, 1, LEASE)).isEmpty();
        clock.pass(Duration.ofMillis(1));

        assertThat(claimOne(second, MAIL).delivery().attempts()).isEqualTo(2);
    }

    @Test
    void aLostClaimChangesNothing() {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();
        first.dispatch(seen("a", "alice", MAIL), bytes("a"));
        Claim lost = claimOne(first, MAIL);
        clock.pass(LEASE);
        Delivery taken = claimOne(second, MAIL).delivery();

        first.later(lost, "timeout", null, POLICY);
        first.dead(lost, "refused");
        first.dropped(lost, "not wanted");
        first.release(lost);
        first.partSent(lost, 1, "x");
        assertThat(first.renew(lost, LEASE)).isFalse();

        assertThat(first.find(taken.key())).contains(taken);
    }

    @Test
    void whatALostClaimSentIsDone() {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();
        first.dispatch(seen("a", "alice", MAIL), bytes("a"));
        Claim lost = claimOne(first, MAIL);
        clock.pass(LEASE);
        Claim taken = claimOne(second, MAIL);

        first.done(lost, "250 ok");
        second.later(taken, "timeout", null, POLICY);

        Delivery delivery = second.find(taken.delivery().key()).orElseThrow();
        assertThat(delivery.state()).isEqualTo(State.DONE);
        assertThat(delivery.remoteId()).isEqualTo("250 ok");
    }

    @Test
    void aRenewedLeaseEndsLater() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));
        Claim claim = claimOne(queue, MAIL);
        clock.pass(LEASE.dividedBy(2));

        assertThat(queue.renew(claim, LEASE)).isTrue();

        clock.pass(LEASE.minusMillis(1));
        assertThat(queue.claim(MAIL, Order.NONE, 1, LEASE)).isEmpty();
    }

    @Test
    void aReleasedClaimWasNoTry() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));

        queue.release(claimOne(queue, MAIL));

        assertThat(claimOne(queue, MAIL).delivery().attempts()).isEqualTo(1);
    }

    @Test
    void sentPartsAreKnownToTheNextTry() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));
        Claim claim = claimOne(queue, MAIL);

        queue.partSent(claim, 1, "ts-1");
        queue.partSent(claim, 2, "");
        queue.partSent(claim, 2, "again");
        clock.pass(LEASE);

        assertThat(claimOne(queue, MAIL).delivery().parts()).isEqualTo(Map.of(1, "ts-1", 2, ""));
        assertThat(queue.list(MAIL, Set.of(), 1).get(0).parts()).hasSize(2);
    }

    // ---- order

    @Test
    void aSendersEarlierMessageHoldsBackTheLaterOnes() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");
        dispatchAll(queue, "bob", "b1");

        List<Claim> heads = queue.claim(MAIL, Order.SENDER, 10, LEASE);
        assertThat(texts(heads)).containsExactly("a1", "b1");
        assertThat(queue.claim(MAIL, Order.SENDER, 10, LEASE)).isEmpty();

        queue.later(heads.get(0), "busy", null, POLICY);
        assertThat(queue.claim(MAIL, Order.SENDER, 10, LEASE)).isEmpty();

        clock.pass(Duration.ofSeconds(1));
        queue.done(claimOne(queue, MAIL), null);
        Claim second = claimOne(queue, MAIL);
        assertThat(texts(List.of(second))).containsExactly("a2");
        queue.dead(second, "refused");
        Claim third = claimOne(queue, MAIL);
        assertThat(texts(List.of(third))).containsExactly("a3");
    }

    @Test
    void droppedMessagesHoldNothingBack() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");

        queue.dropped(claimOne(queue, MAIL), "not accepted");
        Claim second = claimOne(queue, MAIL);
        assertThat(texts(List.of(second))).containsExactly("a2");
        queue.drop(second.delivery().key(), "by hand");

        assertThat(texts(queue.claim(MAIL, Order.SENDER, 10, LEASE))).containsExactly("a3");
    }

    @Test
    void aMessageDroppedFromTheMiddleLeavesItsLineInOrder() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");
        queue.drop(keyOf(queue, "a2"), "by hand");

        assertThat(deliverAll(queue, Order.SENDER)).containsExactly("a1", "a3");
    }

    @Test
    void targetsDoNotHoldEachOtherBack() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a1", "alice", MAIL, HOOK), bytes("a1"));
        queue.dispatch(seen("a2", "alice", MAIL, HOOK), bytes("a2"));
        queue.later(claimOne(queue, MAIL), "busy", null, POLICY);

        queue.done(claimOne(queue, HOOK), null);

        assertThat(texts(queue.claim(HOOK, Order.SENDER, 10, LEASE))).containsExactly("a2");
    }

    @Test
    void aRetriedMessageGoesBeforeTheLaterOnesOfItsSender() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");
        queue.dead(claimOne(queue, MAIL), "refused");

        assertThat(queue.retry(keyOf(queue, "a1"))).isTrue();

        assertThat(deliverAll(queue, Order.SENDER)).containsExactly("a1", "a2", "a3");
    }

    @Test
    void aMessageRetriedWhileALaterOneIsClaimedLeavesALineThatMovesOn() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");
        queue.dead(claimOne(queue, MAIL), "refused");
        Claim second = claimOne(queue, MAIL);
        queue.retry(keyOf(queue, "a1"));

        Claim first = claimOne(queue, MAIL);
        queue.done(second, null);
        assertThat(queue.claim(MAIL, Order.SENDER, 1, LEASE)).isEmpty();
        queue.done(first, null);

        assertThat(deliverAll(queue, Order.SENDER)).containsExactly("a3");
    }

    @Test
    void withoutOrderNothingIsHeldBack() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2");

        queue.later(queue.claim(MAIL, Order.NONE, 1, LEASE).get(0), "busy", null, POLICY);

        assertThat(texts(queue.claim(MAIL, Order.NONE, 10, LEASE))).containsExactly("a2");
    }

    @Test
    void inStrictOrderOneFollowsTheOther() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");
        dispatchAll(queue, "bob", "b1");
        dispatchAll(queue, "alice", "a2");

        Claim first = queue.claim(MAIL, Order.ALL, 10, LEASE).get(0);
        assertThat(queue.claim(MAIL, Order.ALL, 10, LEASE)).isEmpty();
        queue.later(first, "busy", null, POLICY);
        assertThat(queue.claim(MAIL, Order.ALL, 10, LEASE)).isEmpty();
        clock.pass(Duration.ofSeconds(1));

        assertThat(deliverAll(queue, Order.ALL)).containsExactly("a1", "b1", "a2");
    }

    @Test
    void linesStayInOrderWhileManyProcessesDeliver() throws Exception {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();
        List<String> delivered = new ArrayList<>();
        int messages = 15;
        int senders = 4;
        AtomicInteger open = new AtomicInteger(messages * senders);

        atOnce(8, i -> {
            DeliveryQueue queue = i % 2 == 0 ? first : second;
            if (i < senders) {
                for (int m = 0; m < messages; m++) {
                    String text = "s%d-%03d".formatted(i, m);
                    queue.dispatch(seen(text, "sender-" + i, MAIL), bytes(text));
                }
            }
            while (open.get() > 0) {
                for (Claim claim : queue.claim(MAIL, Order.SENDER, 2, LEASE)) {
                    synchronized (delivered) {
                        delivered.add(new String(claim.envelope(), UTF_8));
                    }
                    queue.done(claim, null);
                    open.decrementAndGet();
                }
            }
            return true;
        });

        assertThat(delivered).hasSize(messages * senders).doesNotHaveDuplicates();
        for (int s = 0; s < senders; s++) {
            String sender = "s" + s + "-";
            assertThat(delivered.stream().filter(text -> text.startsWith(sender)))
                    .isSorted();
        }
    }

    // ---- what is due

    @Test
    void aLineMovesOnThoughManyLeaveItOutOfOrder() throws Exception {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();
        int messages = 120;
        AtomicInteger open = new AtomicInteger(messages);

        atOnce(8, i -> {
            DeliveryQueue queue = i % 2 == 0 ? first : second;
            for (int m = i; i < 2 && m < messages; m += 2) {
                queue.dispatch(seen("m%03d".formatted(m), "alice", MAIL), bytes("m"));
            }
            while (open.get() > messages / 4) {
                for (Claim claim : queue.claim(MAIL, Order.NONE, 3, LEASE)) {
                    queue.done(claim, null);
                    open.decrementAndGet();
                }
            }
            return true;
        });
        for (int left = open.get(); left > 0; left--) {
            first.done(claimOne(second, MAIL), null);
        }

        assertThat(first.counts().get(MAIL)).containsOnly(entry(State.DONE, (long) messages));
    }

    @Test
    void nothingIsDueWhereNothingIsOnItsWay() {
        DeliveryQueue queue = queue();
        assertThat(queue.nextDue(MAIL, Order.SENDER)).isEmpty();
        dispatchAll(queue, "alice", "a1");

        queue.done(claimOne(queue, MAIL), null);

        for (Order order : Order.values()) {
            assertThat(queue.nextDue(MAIL, order)).isEmpty();
        }
    }

    @Test
    void whatIsHeldBackIsNotDue() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2");
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(clock.instant());
        Claim claim = claimOne(queue, MAIL);

        assertThat(queue.nextDue(MAIL, Order.NONE)).contains(clock.instant());
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(clock.instant().plus(LEASE));
        assertThat(queue.nextDue(MAIL, Order.ALL)).contains(clock.instant().plus(LEASE));

        Instant asked = clock.instant().plusSeconds(90);
        queue.later(claim, "busy", asked, POLICY);
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(asked);
        assertThat(queue.nextDue(MAIL, Order.ALL)).contains(asked);
    }

    @Test
    void whoWaitsForWorkIsWoken() throws Exception {
        DeliveryQueue queue = queue();
        AtomicInteger woken = new AtomicInteger();
        AutoCloseable subscription = queue.onWork(MAIL, woken::incrementAndGet);

        queue.dispatch(seen("a", "alice", HOOK), bytes("a"));
        assertThat(woken).hasValue(0);
        dispatchAll(queue, "alice", "a1", "a2");
        assertThat(woken).hasValue(2);
        queue.dead(claimOne(queue, MAIL), "refused");
        assertThat(woken).hasValue(3);
        queue.retry(keyOf(queue, "a1"));
        assertThat(woken).hasValue(4);
        queue.done(claimOne(queue, MAIL), null);
        assertThat(woken).hasValue(5);

        subscription.close();
        dispatchAll(queue, "alice", "a3");
        assertThat(woken).hasValue(5);
    }

    @Test
    void aClaimReadsOnlyWhatItTakesHoweverManyAreHeldBack() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        queue.later(claimOne(queue, MAIL), "busy", tomorrow, POLICY);
        try (Database database = database()) {
            database.write(session -> session.update("""
                    INSERT INTO delivery (id, target, sender, source, file, hash, state, attempts, due, head, partly,
                        created, changed)
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                    SELECT 'x' || i, 'bridge:ops-mail', 'alice', 'inbox', 'f', 'x', 'PENDING', 0, 0, 0, 0, 0, 0 FROM n
                    """));
            assertThat(plan(database, Order.SENDER, MAIL.value(), 0, 1))
                    .contains("delivery_head")
                    .doesNotContain("SORT");
            assertThat(plan(database, Order.NONE, MAIL.value(), 0, 1))
                    .contains("delivery_due")
                    .doesNotContain("SORT");
        }
        dispatchAll(queue, "bob", "b1", "b2");

        assertThat(deliverAll(queue, Order.SENDER)).containsExactly("b1", "b2");
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(tomorrow);
        assertThat(queue.claim(MAIL, Order.ALL, 1, LEASE)).isEmpty();
        assertThat(queue.nextDue(MAIL, Order.ALL)).contains(tomorrow);
    }

    /** How the database goes about a claim, sorting in capitals. */
    private String plan(Database database, Order order, Object... values) {
        List<String> steps = database.read(session ->
                session.list(explain() + Claims.dueSql(order), row -> row.getString(explainColumn()), values));
        return String.join("\n", steps).replace("USE TEMP B-TREE", "SORT").replace("Sort", "SORT");
    }

    // ---- trying again

    @Test
    void triesAreFurtherAndFurtherApartUntilGivenUp() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");

        for (int tried = 1; tried < POLICY.attempts(); tried++) {
            queue.later(claimOne(queue, MAIL), "busy " + tried, null, POLICY);
            Delivery waiting = queue.list(MAIL, EnumSet.of(State.WAITING), 1).get(0);
            Duration wait = Duration.between(clock.instant(), waiting.nextTry());
            Duration whole = Duration.ofSeconds(1L << (tried - 1));
            assertThat(wait).isBetween(whole.multipliedBy(3).dividedBy(4), whole);
            assertThat(waiting.reason()).isEqualTo("busy " + tried);
            clock.pass(wait);
        }
        queue.later(claimOne(queue, MAIL), "still busy", null, POLICY);

        Delivery dead = queue.list(MAIL, Set.of(), 1).get(0);
        assertThat(dead.state()).isEqualTo(State.DEAD);
        assertThat(dead.reason()).isEqualTo("still busy");
        assertThat(dead.attempts()).isEqualTo(4);
        assertThat(dead.nextTry()).isNull();
    }

    @Test
    void theFarEndsRetryAfterIsHonouredUpToADay() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2");
        Instant asked = clock.instant().plus(Duration.ofHours(3));

        queue.later(claimOne(queue, MAIL), "429", asked, POLICY);
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(asked);

        clock.pass(Duration.ofHours(3));
        queue.later(claimOne(queue, MAIL), "429", Instant.MAX, POLICY);
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(clock.instant().plus(Duration.ofDays(1)));
    }

    @Test
    void aPausedTargetIsProbedOneAtATimeUntilItAnswers() {
        QueueOptions options =
                QueueOptions.DEFAULT.withBreaker(new BreakerPolicy(3, Duration.ofSeconds(10), Duration.ofSeconds(30)));
        DeliveryQueue first = queue(options);
        DeliveryQueue second = queue(options);
        RetryPolicy soon = new RetryPolicy(0, Duration.ofMillis(1), Duration.ofMillis(1));
        for (int i = 0; i < 6; i++) {
            first.dispatch(seen("m" + i, "sender-" + i, MAIL), bytes("m" + i));
        }
        List<Claim> claims = first.claim(MAIL, Order.SENDER, 5, LEASE);
        claims.forEach(claim -> first.later(claim, "down", null, soon));
        clock.pass(Duration.ofMillis(1));

        assertThat(second.claim(MAIL, Order.SENDER, 10, LEASE)).isEmpty();
        assertThat(second.nextDue(MAIL, Order.SENDER)).contains(clock.instant().plusMillis(9_999));

        for (int pause : List.of(20, 30, 30)) {
            clock.set(Duration.between(
                    clock.instant(), first.nextDue(MAIL, Order.SENDER).orElseThrow()));
            List<Claim> probe = second.claim(MAIL, Order.SENDER, 10, LEASE);
            assertThat(probe).hasSize(1);
            assertThat(first.claim(MAIL, Order.SENDER, 10, LEASE)).isEmpty();
            second.later(probe.get(0), "still down", null, soon);
            assertThat(first.nextDue(MAIL, Order.SENDER))
                    .contains(clock.instant().plusSeconds(pause));
        }

        clock.pass(Duration.ofSeconds(30));
        second.dead(claimOne(second, MAIL), "too large");
        Claim probe = claimOne(first, MAIL);
        assertThat(second.claim(MAIL, Order.SENDER, 10, LEASE)).isEmpty();
        first.done(probe, null);

        assertThat(second.claim(MAIL, Order.SENDER, 10, LEASE)).hasSize(4);
    }

    @Test
    void aProbeThatIsNeverHeardOfIsFollowedByAnother() {
        DeliveryQueue queue = queue(
                QueueOptions.DEFAULT.withBreaker(new BreakerPolicy(1, Duration.ofSeconds(10), Duration.ofSeconds(10))));
        dispatchAll(queue, "alice", "a1");
        dispatchAll(queue, "bob", "b1");
        queue.later(claimOne(queue, MAIL), "down", null, POLICY);
        clock.pass(Duration.ofSeconds(10));
        Claim lost = claimOne(queue, MAIL);

        clock.pass(LEASE);

        assertThat(claimOne(queue, MAIL).token()).isNotEqualTo(lost.token());
    }

    @Test
    void anOperatorsRetryClosesTheCircuit() {
        DeliveryQueue queue = queue(
                QueueOptions.DEFAULT.withBreaker(new BreakerPolicy(1, Duration.ofMinutes(5), Duration.ofMinutes(5))));
        dispatchAll(queue, "alice", "a1");
        dispatchAll(queue, "bob", "b1");
        queue.later(claimOne(queue, MAIL), "down", null, POLICY);
        assertThat(queue.claim(MAIL, Order.SENDER, 1, LEASE)).isEmpty();

        queue().retry(keyOf(queue, "a1"));

        assertThat(queue.claim(MAIL, Order.SENDER, 10, LEASE)).hasSize(2);
    }

    // ---- operating

    @Test
    void deliveriesAreListedNewestFirstByTargetAndState() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a", "b", "c");
        queue.dispatch(seen("d", "bob", HOOK), bytes("d"));
        queue.done(claimOne(queue, MAIL), "x");

        assertThat(ids(queue.list(null, Set.of(), 10))).containsExactly(id("d"), id("c"), id("b"), id("a"));
        assertThat(ids(queue.list(null, Set.of(), 2))).containsExactly(id("d"), id("c"));
        assertThat(ids(queue.list(MAIL, Set.of(), 2))).containsExactly(id("c"), id("b"));
        assertThat(ids(queue.list(null, EnumSet.of(State.PENDING), 10))).containsExactly(id("d"), id("c"), id("b"));
        assertThat(ids(queue.list(MAIL, EnumSet.of(State.DONE, State.DEAD), 10)))
                .containsExactly(id("a"));
        assertThat(queue.counts())
                .isEqualTo(Map.of(MAIL, Map.of(State.PENDING, 2L, State.DONE, 1L), HOOK, Map.of(State.PENDING, 1L)));
        assertThat(queue.find(4711)).isEmpty();
    }

    @Test
    void deadAndDroppedAndWaitingCanBeRetriedFromTheStart() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a");
        long key = keyOf(queue, "a");
        assertThat(queue.retry(key)).isFalse();

        Claim claim = claimOne(queue, MAIL);
        assertThat(queue.retry(key)).isFalse();
        queue.later(claim, "busy", null, POLICY);
        assertThat(queue.retry(key)).isTrue();
        claim = claimOne(queue, MAIL);
        assertThat(claim.delivery().attempts()).isEqualTo(1);
        queue.dead(claim, "refused");
        assertThat(queue.retry(key)).isTrue();
        assertThat(queue.drop(key, "by hand")).isTrue();
        assertThat(queue.drop(key, "by hand")).isFalse();
        assertThat(queue.retry(key)).isTrue();
        queue.done(claimOne(queue, MAIL), null);
        assertThat(queue.retry(key)).isFalse();
        assertThat(queue.drop(key, "by hand")).isFalse();
    }

    @Test
    void everythingOfARemovedBridgeIsDropped() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3", "a4");
        dispatchAll(queue, "bob", "b1");
        queue.dispatch(seen("h", "alice", HOOK), bytes("h"));
        queue.done(claimOne(queue, MAIL), null);
        queue.dead(claimOne(queue, MAIL), "refused");

        assertThat(queue.dropAll(MAIL, "removed")).isEqualTo(4);

        assertThat(queue.counts())
                .isEqualTo(Map.of(MAIL, Map.of(State.DROPPED, 4L, State.DONE, 1L), HOOK, Map.of(State.PENDING, 1L)));
        assertThat(queue.nextDue(MAIL, Order.NONE)).isEmpty();
        dispatchAll(queue, "alice", "a5");
        assertThat(deliverAll(queue, Order.SENDER)).containsExactly("a5");
    }

    @Test
    void aPayloadIsErasedWhenItsLastDeliveryIs() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL, HOOK), bytes("a"));
        long mail = queue.list(MAIL, Set.of(), 1).get(0).key();
        long hook = queue.list(HOOK, Set.of(), 1).get(0).key();
        queue.done(claimOne(queue, MAIL), null);
        clock.pass(Duration.ofHours(1));

        assertThat(queue.purge(clock.instant().minusSeconds(3600))).isZero();
        assertThat(queue.purge(clock.instant())).isEqualTo(1);
        assertThat(queue.find(mail)).isEmpty();
        assertThat(queue.envelope(hook)).contains(bytes("a"));

        queue.done(claimOne(queue, HOOK), null);
        assertThat(queue.purge(clock.instant().plusMillis(1))).isEqualTo(1);
        assertThat(queue.envelope(hook)).isEmpty();
        assertThat(payloads()).isZero();
    }

    @Test
    void anErasedDeliveryIsNotMadeAgain() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));
        queue.done(claimOne(queue, MAIL), null);
        clock.pass(Duration.ofDays(7));
        queue.purge(clock.instant());

        assertThat(queue.dispatch(seen("a", "alice", MAIL), bytes("a"))).isEqualTo(Dispatched.KNOWN);
        assertThat(queue.backfill(seen("a", "alice", MAIL), bytes("a"))).isZero();
        assertThat(queue.backfill(seen("a", "alice", HOOK), bytes("a"))).isEqualTo(1);
    }

    @Test
    void aMessageStaysKnownForTheReplayWindowAndWhileAFileOrADeliveryHoldsIt() {
        DeliveryQueue queue = queue();
        queue.remember(id("gone"), "gone.json");
        queue.dispatch(seen("kept", "alice"), bytes("kept"));
        queue.dispatch(seen("under-way", "alice", MAIL), bytes("under-way"));
        queue.forget("inbox", List.of("gone.json", "under-way.json", "never-there.json"));

        clock.pass(Duration.ofDays(30));
        queue.purge(clock.instant());
        assertThat(queue.isKnown(id("gone"))).isTrue();

        clock.pass(Duration.ofMillis(1));
        queue.purge(clock.instant());
        assertThat(queue.isKnown(id("gone"))).isFalse();
        assertThat(queue.isKnown(id("kept"))).isTrue();
        assertThat(queue.isKnown(id("under-way"))).isTrue();

        queue.done(claimOne(queue, MAIL), null);
        clock.pass(Duration.ofMillis(1));
        assertThat(queue.purge(clock.instant())).isEqualTo(1);
        assertThat(queue.isKnown(id("under-way"))).isFalse();
    }

    @Test
    void nothingIsForgottenWhileTheWallClockIsWrong() {
        DeliveryQueue queue = queue();
        queue.remember(id("a"), "a.json");
        queue.forget("inbox", List.of("a.json"));
        dispatchAll(queue, "alice", "b");
        queue.done(claimOne(queue, MAIL), null);

        clock.set(Duration.ofDays(365));
        assertThat(queue.purge(clock.instant())).isZero();
        assertThat(queue.isKnown(id("a"))).isTrue();

        clock.set(Duration.ofDays(-365));
        clock.pass(Duration.ofDays(31));
        assertThat(queue.purge(clock.instant())).isEqualTo(1);
        assertThat(queue.isKnown(id("a"))).isFalse();
    }

    @Test
    void manyAreErasedAtOnce() {
        DeliveryQueue queue = queue();
        dispatchAll(
                queue, "alice", IntStream.range(0, 450).mapToObj(i -> "m" + i).toArray(String[]::new));
        queue.dropAll(MAIL, "removed");

        assertThat(queue.purge(clock.instant().plusMillis(1))).isEqualTo(450);
        assertThat(payloads()).isZero();
    }

    @Test
    void anotherProcessFindsWhatThisOneDid() {
        DeliveryQueue serve = queue();
        DeliveryQueue command = queue();
        dispatchAll(serve, "alice", "a", "b");

        assertThat(command.drop(keyOf(command, "a"), "by hand")).isTrue();

        assertThat(texts(serve.claim(MAIL, Order.SENDER, 10, LEASE))).containsExactly("b");
    }

    @Test
    void aLaterVersionsDatabaseIsLeftAlone() {
        queue();
        try (Database database = database()) {
            database.write(session -> session.update("UPDATE schema_version SET version = 1000"));
        }

        assertThatThrownBy(this::queue).isInstanceOf(QueueException.class).hasMessageContaining("later version");
    }

    @Test
    void aClosedQueueSaysSo() {
        DeliveryQueue queue = queue();
        queue.close();
        queue.close();

        assertThatThrownBy(() -> queue.remember(id("a"), "a.json")).isInstanceOf(QueueException.class);
        assertThatThrownBy(() -> queue.isKnown(id("a"))).isInstanceOf(QueueException.class);
    }

    // ---- how the tests speak

    static MessageId id(String text) {
        return new MessageId(Digests.sha256Hex(bytes("id of " + text)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static SeenFile seen(String text, String sender, Target... targets) {
        return seenIn("inbox", text, sender, targets);
    }

    static SeenFile seenIn(String source, String text, String sender, Target... targets) {
        return new SeenFile(source, text + ".json", id(text), sender, null, List.of(targets));
    }

    private static SeenFile sealed(String text, String sender, String ciphertext) {
        String digest = Digests.sha256Hex(bytes(ciphertext));
        return new SeenFile("inbox", text + ".json", id(text), sender, digest, List.of(MAIL));
    }

    private static void dispatchAll(DeliveryQueue queue, String sender, String... texts) {
        for (String text : texts) {
            queue.dispatch(seen(text, sender, MAIL), bytes(text));
        }
    }

    private static Claim claimOne(DeliveryQueue queue, Target target) {
        List<Claim> claims = queue.claim(target, Order.SENDER, 1, LEASE);
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    private static List<String> deliverAll(DeliveryQueue queue, Order order) {
        List<String> delivered = new ArrayList<>();
        for (List<Claim> claims = queue.claim(MAIL, order, 10, LEASE);
                !claims.isEmpty();
                claims = queue.claim(MAIL, order, 10, LEASE)) {
            delivered.addAll(texts(claims));
            claims.forEach(claim -> queue.done(claim, null));
        }
        return delivered;
    }

    private static List<String> texts(List<Claim> claims) {
        return claims.stream().map(claim -> new String(claim.envelope(), UTF_8)).toList();
    }

    private static List<MessageId> ids(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::id).toList();
    }

    private static long keyOf(DeliveryQueue queue, String text) {
        return queue.list(null, Set.of(), 1_000).stream()
                .filter(delivery -> delivery.id().equals(id(text)))
                .findFirst()
                .orElseThrow()
                .key();
    }

    private long payloads() {
        try (Database database = database()) {
            return database.read(session -> session.number("SELECT count(*) FROM payload"))
                    .orElseThrow();
        }
    }

    @FunctionalInterface
    private interface Task<T> {
        T run(int number) throws Exception;
    }

    private static <T> List<T> atOnce(int count, Task<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> task.run(number));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
