package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.bytes;
import static dev.openfused.gateway.queue.QueueWords.claimOne;
import static dev.openfused.gateway.queue.QueueWords.dispatchAll;
import static dev.openfused.gateway.queue.QueueWords.keyOf;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static dev.openfused.gateway.queue.QueueWords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.queue.Delivery.State;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What fails is tried again, further and further apart; a target that is down is left alone. */
interface QueueRetryContract extends QueueProcesses {
    @Test
    default void triesAreFurtherAndFurtherApartUntilGivenUp() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");

        for (int tried = 1; tried < POLICY.attempts(); tried++) {
            queue.later(claimOne(queue, MAIL), "busy " + tried, null, POLICY);
            Delivery waiting = queue.list(MAIL, EnumSet.of(State.WAITING), 1).get(0);
            Duration wait = Duration.between(clock().instant(), waiting.nextTry());
            Duration whole = Duration.ofSeconds(1L << (tried - 1));
            assertThat(wait).isBetween(whole.multipliedBy(3).dividedBy(4), whole);
            assertThat(waiting.reason()).isEqualTo("busy " + tried);
            clock().pass(wait);
        }
        queue.later(claimOne(queue, MAIL), "still busy", null, POLICY);

        Delivery dead = queue.list(MAIL, Set.of(), 1).get(0);
        assertThat(dead.state()).isEqualTo(State.DEAD);
        assertThat(dead.reason()).isEqualTo("still busy");
        assertThat(dead.attempts()).isEqualTo(4);
        assertThat(dead.nextTry()).isNull();
    }

    @Test
    default void theFarEndsRetryAfterIsHonouredUpToADay() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2");
        Instant asked = clock().instant().plus(Duration.ofHours(3));

        queue.later(claimOne(queue, MAIL), "429", asked, POLICY);
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(asked);

        clock().pass(Duration.ofHours(3));
        queue.later(claimOne(queue, MAIL), "429", Instant.MAX, POLICY);
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(clock().instant().plus(Duration.ofDays(1)));
    }

    @Test
    default void aPausedTargetIsProbedOneAtATimeUntilItAnswers() {
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
        clock().pass(Duration.ofMillis(1));

        assertThat(second.claim(MAIL, Order.SENDER, 10, LEASE)).isEmpty();
        assertThat(second.nextDue(MAIL, Order.SENDER))
                .contains(clock().instant().plusMillis(9_999));

        for (int pause : List.of(20, 30, 30)) {
            clock().pass(Duration.between(
                    clock().instant(), first.nextDue(MAIL, Order.SENDER).orElseThrow()));
            List<Claim> probe = second.claim(MAIL, Order.SENDER, 10, LEASE);
            assertThat(probe).hasSize(1);
            assertThat(first.claim(MAIL, Order.SENDER, 10, LEASE)).isEmpty();
            second.later(probe.get(0), "still down", null, soon);
            assertThat(first.nextDue(MAIL, Order.SENDER))
                    .contains(clock().instant().plusSeconds(pause));
        }

        clock().pass(Duration.ofSeconds(30));
        second.dead(claimOne(second, MAIL), "too large");
        Claim probe = claimOne(first, MAIL);
        assertThat(second.claim(MAIL, Order.SENDER, 10, LEASE)).isEmpty();
        first.done(probe, null);

        assertThat(second.claim(MAIL, Order.SENDER, 10, LEASE)).hasSize(4);
    }

    @Test
    default void aProbeThatIsNeverHeardOfIsFollowedByAnother() {
        DeliveryQueue queue = queue(
                QueueOptions.DEFAULT.withBreaker(new BreakerPolicy(1, Duration.ofSeconds(10), Duration.ofSeconds(10))));
        dispatchAll(queue, "alice", "a1");
        dispatchAll(queue, "bob", "b1");
        queue.later(claimOne(queue, MAIL), "down", null, POLICY);
        clock().pass(Duration.ofSeconds(10));
        Claim lost = claimOne(queue, MAIL);

        clock().pass(LEASE);

        assertThat(claimOne(queue(), MAIL).token()).isNotEqualTo(lost.token());
    }

    @Test
    default void aProbeOfADeadProcessIsFollowedByAnotherOnceItIsTakenOver() {
        QueueOptions options =
                QueueOptions.DEFAULT.withBreaker(new BreakerPolicy(1, Duration.ofSeconds(10), Duration.ofSeconds(10)));
        DeliveryQueue dead = queue(options);
        DeliveryQueue next = queue(options);
        dispatchAll(dead, "alice", "a1");
        dead.later(claimOne(dead, MAIL), "down", null, POLICY);
        clock().pass(Duration.ofSeconds(10));
        claimOne(dead, MAIL);

        next.takeOver();

        assertThat(texts(next.claim(MAIL, Order.SENDER, 1, LEASE))).containsExactly("a1");
    }

    @Test
    default void aPausedTargetIsProbedWithTheOldestThatWasTried() {
        DeliveryQueue queue = queue(
                QueueOptions.DEFAULT.withBreaker(new BreakerPolicy(2, Duration.ofSeconds(10), Duration.ofSeconds(10))));
        for (String text : List.of("m1", "m2", "m3", "m4")) {
            dispatchAll(queue, text + "-sender", text);
        }
        queue.claim(MAIL, Order.SENDER, 2, LEASE).forEach(claim -> queue.later(claim, "451", null, POLICY));

        for (int probes = 1; probes < POLICY.attempts() - 1; probes++) {
            clock().pass(Duration.ofSeconds(10));
            List<Claim> probe = queue.claim(MAIL, probes == 1 ? Order.NONE : Order.SENDER, 10, LEASE);
            assertThat(texts(probe)).containsExactly("m1");
            queue.later(probe.get(0), "451", null, POLICY);
        }
    }

    @Test
    default void aClockThatIsSetMakesNoWaitLongerOrShorter() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");
        queue.later(claimOne(queue, MAIL), "busy", clock().instant().plus(Duration.ofHours(1)), POLICY);

        clock().set(Duration.ofDays(-1));

        assertThat(queue.claim(MAIL, Order.SENDER, 1, LEASE)).isEmpty();
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(clock().instant().plus(Duration.ofHours(1)));
        clock().pass(Duration.ofHours(1));
        assertThat(claimOne(queue, MAIL).delivery().attempts()).isEqualTo(2);
    }

    @Test
    default void aClockThatIsSetMakesNoPauseLonger() {
        DeliveryQueue queue = queue(
                QueueOptions.DEFAULT.withBreaker(new BreakerPolicy(1, Duration.ofMinutes(5), Duration.ofMinutes(5))));
        dispatchAll(queue, "alice", "a1");
        dispatchAll(queue, "bob", "b1");
        queue.later(claimOne(queue, MAIL), "down", null, POLICY);

        clock().set(Duration.ofDays(-1));
        queue.claim(MAIL, Order.SENDER, 1, LEASE);
        clock().pass(Duration.ofMinutes(5));

        assertThat(queue.claim(MAIL, Order.SENDER, 1, LEASE)).hasSize(1);
    }

    @Test
    default void aClockThatWentBackWhileNobodyRanMakesNoWaitLonger() {
        DeliveryQueue before = queue();
        dispatchAll(before, "alice", "a1");
        dispatchAll(before, "bob", "b1");
        before.later(claimOne(before, MAIL), "busy", clock().instant().plus(Duration.ofHours(1)), POLICY);

        clock().set(Duration.ofDays(-1));
        DeliveryQueue after = queue();

        assertThat(texts(after.claim(MAIL, Order.SENDER, 10, LEASE))).containsExactly("b1");
        clock().pass(Duration.ofHours(1));
        assertThat(texts(after.claim(MAIL, Order.SENDER, 10, LEASE))).containsExactly("a1");
    }

    @Test
    default void aDigestWaitsNoLongerOnceAClockIsSet() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");
        queue.release(claimOne(queue, MAIL));

        clock().set(Duration.ofDays(-1));
        dispatchAll(queue, "bob", "b1");
        queue.release(queue.claim(MAIL, Order.SENDER, 1, LEASE).get(0));

        assertThat(queue.gathered(MAIL, 10)).isEqualTo(new Gathered(2, clock().instant()));
    }

    @Test
    default void anOperatorsRetryClosesTheCircuit() {
        DeliveryQueue queue = queue(
                QueueOptions.DEFAULT.withBreaker(new BreakerPolicy(1, Duration.ofMinutes(5), Duration.ofMinutes(5))));
        dispatchAll(queue, "alice", "a1");
        dispatchAll(queue, "bob", "b1");
        queue.later(claimOne(queue, MAIL), "down", null, POLICY);
        assertThat(queue.claim(MAIL, Order.SENDER, 1, LEASE)).isEmpty();

        queue().retry(keyOf(queue, "a1"));

        assertThat(queue.claim(MAIL, Order.SENDER, 10, LEASE)).hasSize(2);
    }
}
