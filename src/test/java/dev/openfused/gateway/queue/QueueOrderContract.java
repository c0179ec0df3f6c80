package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.atOnce;
import static dev.openfused.gateway.queue.QueueWords.bytes;
import static dev.openfused.gateway.queue.QueueWords.claimOne;
import static dev.openfused.gateway.queue.QueueWords.deliverAll;
import static dev.openfused.gateway.queue.QueueWords.dispatchAll;
import static dev.openfused.gateway.queue.QueueWords.keyOf;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static dev.openfused.gateway.queue.QueueWords.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.openfused.gateway.queue.Delivery.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What may go, and what waits for an earlier message. */
interface QueueOrderContract extends QueueProcesses {
    @Test
    default void aSendersEarlierMessageHoldsBackTheLaterOnes() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");
        dispatchAll(queue, "bob", "b1");

        List<Claim> heads = queue.claim(MAIL, Order.SENDER, 10, LEASE);
        assertThat(texts(heads)).containsExactly("a1", "b1");
        assertThat(queue.claim(MAIL, Order.SENDER, 10, LEASE)).isEmpty();

        queue.later(heads.get(0), "busy", null, POLICY);
        assertThat(queue.claim(MAIL, Order.SENDER, 10, LEASE)).isEmpty();

        clock().pass(Duration.ofSeconds(1));
        queue.done(claimOne(queue, MAIL), null);
        Claim second = claimOne(queue, MAIL);
        assertThat(texts(List.of(second))).containsExactly("a2");
        queue.dead(second, "refused");
        Claim third = claimOne(queue, MAIL);
        assertThat(texts(List.of(third))).containsExactly("a3");
    }

    @Test
    default void whoDeliversGoesOnWithTheLine() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");
        dispatchAll(queue, "bob", "b1");

        Claim second = queue.doneThenNext(claimOne(queue, MAIL), "far-1", LEASE).orElseThrow();
        assertThat(texts(List.of(second))).containsExactly("a2");
        assertThat(second.delivery().attempts()).isEqualTo(1);
        assertThat(texts(queue.claim(MAIL, Order.SENDER, 10, LEASE)))
                .as("what another may claim beside it")
                .containsExactly("b1");
        assertThat(queue.find(keyOf(queue, "a1")).orElseThrow().remoteId()).isEqualTo("far-1");

        Claim third = queue.doneThenNext(second, null, LEASE).orElseThrow();
        assertThat(queue.doneThenNext(third, null, LEASE)).isEmpty();
    }

    @Test
    default void whoDeliversDoesNotGoOnWithWhatIsNotDue() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");
        Claim first = claimOne(queue, MAIL);
        clock().pass(LEASE.plusSeconds(1));
        Claim again = claimOne(queue(), MAIL);

        Claim second = queue.doneThenNext(first, null, LEASE).orElseThrow();

        assertThat(texts(List.of(second))).containsExactly("a2");
        assertThat(queue.doneThenNext(again, null, LEASE)).as("a2 is under way").isEmpty();
        queue.later(second, "busy", null, POLICY);
        assertThat(queue.doneThenNext(again, null, LEASE)).as("a2 waits").isEmpty();
    }

    @Test
    default void droppedMessagesHoldNothingBack() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");

        queue.dropped(claimOne(queue, MAIL), "not accepted");
        Claim second = claimOne(queue, MAIL);
        assertThat(texts(List.of(second))).containsExactly("a2");
        queue.drop(second.delivery().key(), "by hand");

        assertThat(texts(queue.claim(MAIL, Order.SENDER, 10, LEASE))).containsExactly("a3");
    }

    @Test
    default void aMessageDroppedFromTheMiddleLeavesItsLineInOrder() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");
        queue.drop(keyOf(queue, "a2"), "by hand");

        assertThat(deliverAll(queue, Order.SENDER)).containsExactly("a1", "a3");
    }

    @Test
    default void targetsDoNotHoldEachOtherBack() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a1", "alice", MAIL, HOOK), bytes("a1"));
        queue.dispatch(seen("a2", "alice", MAIL, HOOK), bytes("a2"));
        queue.later(claimOne(queue, MAIL), "busy", null, POLICY);

        queue.done(claimOne(queue, HOOK), null);

        assertThat(texts(queue.claim(HOOK, Order.SENDER, 10, LEASE))).containsExactly("a2");
    }

    @Test
    default void aRetriedMessageGoesBeforeTheLaterOnesOfItsSender() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2", "a3");
        queue.dead(claimOne(queue, MAIL), "refused");

        assertThat(queue.retry(keyOf(queue, "a1"))).isTrue();

        assertThat(deliverAll(queue, Order.SENDER)).containsExactly("a1", "a2", "a3");
    }

    @Test
    default void aMessageRetriedWhileALaterOneIsClaimedLeavesALineThatMovesOn() {
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
    default void withoutOrderNothingIsHeldBack() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2");

        queue.later(queue.claim(MAIL, Order.NONE, 1, LEASE).get(0), "busy", null, POLICY);

        assertThat(texts(queue.claim(MAIL, Order.NONE, 10, LEASE))).containsExactly("a2");
    }

    @Test
    default void inStrictOrderOneFollowsTheOther() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");
        dispatchAll(queue, "bob", "b1");
        dispatchAll(queue, "alice", "a2");

        Claim first = queue.claim(MAIL, Order.ALL, 10, LEASE).get(0);
        assertThat(queue.claim(MAIL, Order.ALL, 10, LEASE)).isEmpty();
        queue.later(first, "busy", null, POLICY);
        assertThat(queue.claim(MAIL, Order.ALL, 10, LEASE)).isEmpty();
        clock().pass(Duration.ofSeconds(1));

        assertThat(deliverAll(queue, Order.ALL)).containsExactly("a1", "b1", "a2");
    }

    @Test
    default void whatFollowsIsTheSendersLineUpToOneThatWasTried() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2");
        dispatchAll(queue, "bob", "b1");
        dispatchAll(queue, "alice", "a3", "a4", "a5");
        queue.dispatch(seen("a6", "alice", HOOK), bytes("a6"));
        queue.drop(keyOf(queue, "a3"), "by hand");
        long first = keyOf(queue, "a1");

        assertThat(queue.following(first, 10, 1_000)).containsExactly(bytes("a2"), bytes("a4"), bytes("a5"));
        assertThat(queue.following(first, 2, 1_000)).containsExactly(bytes("a2"), bytes("a4"));
        assertThat(queue.following(first, 10, 5)).as("of five bytes").containsExactly(bytes("a2"), bytes("a4"));
        assertThat(queue.following(first, 10, 1)).isEmpty();
        assertThat(queue.following(first, 10, -1)).isEmpty();
        assertThat(queue.following(keyOf(queue, "a5"), 10, 1_000)).isEmpty();
        assertThat(queue.following(1_000_000, 10, 1_000)).isEmpty();
        queue.done(claimOne(queue, MAIL), null);
        queue.later(claimOne(queue, MAIL), "busy", null, POLICY);
        assertThat(queue.following(first, 10, 1_000)).isEmpty();
    }

    @Test
    default void linesStayInOrderWhileManyProcessesDeliver() throws Exception {
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
                    Optional<Claim> at = Optional.of(claim);
                    while (at.isPresent()) {
                        synchronized (delivered) {
                            delivered.add(new String(at.get().envelope(), UTF_8));
                        }
                        if (i < senders) {
                            at = queue.doneThenNext(at.get(), null, LEASE);
                        } else {
                            queue.done(at.get(), null);
                            at = Optional.empty();
                        }
                        open.decrementAndGet();
                    }
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

    @Test
    default void aLineMovesOnThoughManyLeaveItOutOfOrder() throws Exception {
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
    default void besideADeliveryIsClaimedWhatNothingElseHoldsBack() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2");
        queue.later(claimOne(queue, MAIL), "busy", clock().instant().plus(Duration.ofHours(1)), POLICY);
        dispatchAll(queue, "bob", "b1", "b2");
        dispatchAll(queue, "carol", "c1");
        Claim first = claimOne(queue, MAIL);
        assertThat(texts(List.of(first))).containsExactly("b1");

        assertThat(queue.claimBeside(first, Order.ALL, 10, LEASE)).isEmpty();
        assertThat(texts(queue.claimBeside(first, Order.SENDER, 1, LEASE))).containsExactly("b2");
        assertThat(texts(queue.claimBeside(first, Order.SENDER, 10, LEASE))).containsExactly("c1");
        assertThat(texts(queue.claimBeside(first, Order.NONE, 10, LEASE))).containsExactly("a2");
    }
}
