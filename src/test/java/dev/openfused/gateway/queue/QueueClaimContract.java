package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.atOnce;
import static dev.openfused.gateway.queue.QueueWords.bytes;
import static dev.openfused.gateway.queue.QueueWords.claimOne;
import static dev.openfused.gateway.queue.QueueWords.dispatchAll;
import static dev.openfused.gateway.queue.QueueWords.keyOf;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static dev.openfused.gateway.queue.QueueWords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.queue.Delivery.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A delivery is in the hands of one process at a time. */
interface QueueClaimContract extends QueueProcesses {
    @Test
    default void aClaimCarriesTheEnvelopeAndCountsTheTry() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));

        Claim claim = claimOne(queue, MAIL);

        assertThat(claim.envelope()).isEqualTo(bytes("a"));
        assertThat(claim.delivery().attempts()).isEqualTo(1);
        assertThat(claim.delivery().state()).isEqualTo(State.CLAIMED);
        assertThat(claim.delivery().nextTry()).isEqualTo(clock().instant().plus(LEASE));
        assertThat(claim.delivery().claimant()).isEqualTo("process-1");
        assertThat(queue.claim(MAIL, Order.NONE, 10, LEASE)).isEmpty();
    }

    @Test
    default void theOldestAreClaimedFirstAndNoMoreThanAskedFor() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a", "b", "c");

        assertThat(texts(queue.claim(MAIL, Order.NONE, 2, LEASE))).containsExactly("a", "b");
        assertThat(texts(queue.claim(MAIL, Order.NONE, 2, LEASE))).containsExactly("c");
    }

    @Test
    default void noTwoProcessesGetTheSame() throws Exception {
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
    default void anEndedLeaseIsTakenOver() {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();
        first.dispatch(seen("a", "alice", MAIL), bytes("a"));
        claimOne(first, MAIL);

        clock().pass(LEASE.minusMillis(1));
        assertThat(second.claim(MAIL, Order.SENDER, 1, LEASE)).isEmpty();
        clock().pass(Duration.ofMillis(1));

        assertThat(claimOne(second, MAIL).delivery().attempts()).isEqualTo(2);
    }

    @Test
    default void whatADeadProcessHeldIsDueOnceItIsTakenOver() {
        DeliveryQueue dead = queue();
        DeliveryQueue next = queue();
        dispatchAll(dead, "alice", "a1", "a2");
        dispatchAll(dead, "bob", "b1");
        claimOne(dead, MAIL);

        assertThat(next.takeOver()).isEqualTo(1);

        assertThat(texts(next.claim(MAIL, Order.SENDER, 10, LEASE))).containsExactlyInAnyOrder("a1", "b1");
        assertThat(next.find(keyOf(next, "a1")).orElseThrow().attempts()).isEqualTo(2);
    }

    @Test
    default void whatIsTriedWheneverAProcessEndsKeepsItsLease() {
        dispatchAll(queue(), "alice", "a1");
        for (int ended = 1; ended <= 3; ended++) {
            DeliveryQueue queue = queue();
            claimOne(queue, MAIL);
            assertThat(queue().takeOver()).isEqualTo(1);
        }
        claimOne(queue(), MAIL);
        DeliveryQueue next = queue();

        assertThat(next.takeOver()).isZero();

        assertThat(next.claim(MAIL, Order.SENDER, 1, LEASE)).isEmpty();
        clock().pass(LEASE);
        assertThat(claimOne(next, MAIL).delivery().attempts()).isEqualTo(5);
    }

    @Test
    default void aLostClaimChangesNothing() {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();
        first.dispatch(seen("a", "alice", MAIL), bytes("a"));
        Claim lost = claimOne(first, MAIL);
        clock().pass(LEASE);
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
    default void whatALostClaimSentIsDone() {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();
        first.dispatch(seen("a", "alice", MAIL), bytes("a"));
        Claim lost = claimOne(first, MAIL);
        clock().pass(LEASE);
        Claim taken = claimOne(second, MAIL);

        first.done(lost, "250 ok");
        second.later(taken, "timeout", null, POLICY);

        Delivery delivery = second.find(taken.delivery().key()).orElseThrow();
        assertThat(delivery.state()).isEqualTo(State.DONE);
        assertThat(delivery.remoteId()).isEqualTo("250 ok");
    }

    @Test
    default void aRenewedLeaseEndsLater() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));
        Claim claim = claimOne(queue, MAIL);
        clock().pass(LEASE.dividedBy(2));

        assertThat(queue.renew(claim, LEASE)).isTrue();

        clock().pass(LEASE.minusMillis(1));
        assertThat(queue().claim(MAIL, Order.NONE, 1, LEASE)).isEmpty();
    }

    @Test
    default void whatAProcessHoldsItDoesNotClaimAgainHoweverLateItIs() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2");
        dispatchAll(queue, "bob", "b1");
        Claim held = claimOne(queue, MAIL);
        clock().pass(LEASE.multipliedBy(5));

        assertThat(texts(queue.claim(MAIL, Order.SENDER, 10, LEASE))).containsExactly("b1");
        assertThat(queue.claim(MAIL, Order.NONE, 10, LEASE)).hasSize(1);
        assertThat(queue.claim(MAIL, Order.ALL, 10, LEASE)).isEmpty();
        assertThat(queue().claim(MAIL, Order.ALL, 10, LEASE)).isEmpty();

        queue.done(held, null);
        assertThat(queue.find(held.delivery().key()).orElseThrow().attempts()).isEqualTo(1);
    }

    @Test
    default void whatAProcessGaveUpWithoutAnEndIsClaimedOnceItsLeaseEnded() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");
        Claim claim = claimOne(queue, MAIL);

        queue.abandon(claim);

        assertThat(queue.claim(MAIL, Order.SENDER, 1, LEASE)).isEmpty();
        clock().pass(LEASE);
        assertThat(claimOne(queue, MAIL).delivery().attempts()).isEqualTo(2);
    }

    @Test
    default void whoeverWasStoppedForLongIsToldWhatOthersTookBeforeItSendsThat() {
        DeliveryQueue stopped = queue();
        DeliveryQueue other = queue();
        dispatchAll(stopped, "alice", "a1");
        dispatchAll(stopped, "bob", "b1");
        List<Claim> claims = stopped.claim(MAIL, Order.SENDER, 2, LEASE);
        clock().pass(LEASE);
        Claim taken = claimOne(other, MAIL);

        assertThat(claims.stream().map(stopped::confirm)).containsExactly(false, true);

        assertThat(other.confirm(taken)).isTrue();
        assertThat(other.claim(MAIL, Order.SENDER, 2, LEASE)).isEmpty();
    }

    @Test
    default void aClockThatIsSetEndsNoLease() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");
        Claim claim = claimOne(queue, MAIL);
        for (Duration step : List.of(Duration.ofDays(1), Duration.ofDays(-2))) {
            clock().set(step);

            assertThat(queue.claim(MAIL, Order.NONE, 1, LEASE)).isEmpty();
        }
        assertThat(queue.confirm(claim)).isTrue();
        assertThat(queue.find(claim.delivery().key()).orElseThrow().attempts()).isEqualTo(1);
    }

    @Test
    default void aReleasedClaimWasNoTry() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));

        queue.release(claimOne(queue, MAIL));

        assertThat(claimOne(queue, MAIL).delivery().attempts()).isEqualTo(1);
    }

    @Test
    default void sentPartsAreKnownToTheNextTry() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));
        Claim claim = claimOne(queue, MAIL);

        queue.partSent(claim, 1, "ts-1");
        queue.partSent(claim, 2, "");
        queue.partSent(claim, 2, "again");
        clock().pass(LEASE);

        assertThat(claimOne(queue(), MAIL).delivery().parts()).isEqualTo(Map.of(1, "ts-1", 2, ""));
        assertThat(queue.list(MAIL, Set.of(), 1).get(0).parts()).hasSize(2);
    }
}
