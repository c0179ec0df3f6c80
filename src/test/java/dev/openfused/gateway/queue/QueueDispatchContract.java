package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.atOnce;
import static dev.openfused.gateway.queue.QueueWords.bytes;
import static dev.openfused.gateway.queue.QueueWords.claimOne;
import static dev.openfused.gateway.queue.QueueWords.id;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static dev.openfused.gateway.queue.QueueWords.seenIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.queue.Delivery.State;
import dev.openfused.gateway.queue.DeliveryQueue.Dispatched;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A file is entered once for each of its targets. */
interface QueueDispatchContract extends QueueProcesses {
    @Test
    default void aFileIsEnteredOnceForEachTarget() {
        DeliveryQueue queue = queue();

        assertThat(queue.dispatch(seen("a", "alice", MAIL, HOOK), bytes("a"))).isEqualTo(Dispatched.ENTERED);

        assertThat(queue.list(null, Set.of(), 10))
                .extracting(Delivery::target, Delivery::state, Delivery::sender, Delivery::file)
                .containsExactlyInAnyOrder(
                        tuple(MAIL, State.PENDING, "alice", "a.json"), tuple(HOOK, State.PENDING, "alice", "a.json"));
        assertThat(queue.isKnown(id("a"))).isTrue();
    }

    @Test
    default void aMessageUnderAnotherFileNameIsKnown() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));

        SeenFile copy = new SeenFile("inbox", "copy.json", id("a"), "alice", null, List.of(MAIL, HOOK));

        assertThat(queue.dispatch(copy, bytes("a"))).isEqualTo(Dispatched.KNOWN);
        assertThat(queue.list(null, Set.of(), 10)).hasSize(1);
        assertThat(queue.unseen("inbox", List.of("copy.json"))).isEmpty();
    }

    @Test
    default void aMessageCountsOnceInTheInboxAndOnceInAnOutbox() {
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
    default void anotherMessageUnderAUsedFileNameIsEntered() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));

        queue.remember(id("b"), "a.json");
        assertThat(queue.unseen("inbox", List.of("a.json"))).containsExactly("a.json");
        SeenFile reused = new SeenFile("inbox", "a.json", id("b"), "alice", null, List.of(MAIL));

        assertThat(queue.dispatch(reused, bytes("b"))).isEqualTo(Dispatched.ENTERED);
        assertThat(queue.unseen("inbox", List.of("a.json"))).isEmpty();
    }

    @Test
    default void aMessageForNobodyIsRememberedOnly() {
        DeliveryQueue queue = queue();

        assertThat(queue.dispatch(seen("a", "alice"), bytes("a"))).isEqualTo(Dispatched.ENTERED);

        assertThat(queue.list(null, Set.of(), 10)).isEmpty();
        assertThat(queue.unseen("inbox", List.of("a.json"))).isEmpty();
    }

    @Test
    default void theCiphertextOfAnotherSenderIsEnteredForNobody() {
        DeliveryQueue queue = queue();
        CiphertextClaim ciphertext = new CiphertextClaim(Digests.sha256Hex(bytes("ciphertext")));
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
    default void aCiphertextIsTakenFromWhomItsSenderOutranksAndWhatWaitedOfTheirsIsDropped() {
        DeliveryQueue queue = queue();
        CiphertextClaim ciphertext = new CiphertextClaim(Digests.sha256Hex(bytes("ciphertext")));
        SeenFile theft = new SeenFile("inbox", "1", id("1"), "mallory", ciphertext, List.of(MAIL));
        queue.dispatch(theft, bytes("1"));
        SeenFile own = new SeenFile(
                "inbox",
                "2",
                id("2"),
                "alice",
                new CiphertextClaim(Digests.sha256Hex(bytes("ciphertext")), true, "mallory"::equals),
                List.of(MAIL, HOOK));

        assertThat(queue.dispatch(own, bytes("2"))).isEqualTo(Dispatched.RECLAIMED);
        assertThat(queue.reclaim(own, "stolen")).containsExactly(id("1"));

        assertThat(queue.list(null, Set.of(), 10))
                .extracting(Delivery::target, Delivery::sender, Delivery::state)
                .containsExactlyInAnyOrder(
                        tuple(MAIL, "mallory", State.DROPPED),
                        tuple(MAIL, "alice", State.PENDING),
                        tuple(HOOK, "alice", State.PENDING));
        assertThat(queue.reclaim(own, "stolen")).isEmpty();
        SeenFile again = new SeenFile("inbox", "3", id("3"), "mallory", ciphertext, List.of(MAIL));
        assertThat(queue.dispatch(again, bytes("3"))).isEqualTo(Dispatched.STOLEN);
    }

    @Test
    default void aClaimThatTheCiphertextContradictsIsLostToTheFirstThatItDoesNot() {
        DeliveryQueue queue = queue();
        String digest = Digests.sha256Hex(bytes("ciphertext"));
        CiphertextClaim contradicted = new CiphertextClaim(digest, false, other -> false);
        queue.dispatch(new SeenFile("inbox", "1", id("1"), "mallory", contradicted, List.of(MAIL)), bytes("1"));

        SeenFile genuine = new SeenFile("inbox", "2", id("2"), "alice", new CiphertextClaim(digest), List.of(MAIL));
        assertThat(queue.dispatch(genuine, bytes("2"))).isEqualTo(Dispatched.ENTERED);
        SeenFile again = new SeenFile("inbox", "3", id("3"), "mallory", contradicted, List.of(MAIL));
        assertThat(queue.dispatch(again, bytes("3"))).isEqualTo(Dispatched.STOLEN);
    }

    @Test
    default void ofManyDispatchesOfOneMessageOneEntersIt() throws Exception {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();

        List<Dispatched> results = atOnce(24, i -> (i % 2 == 0 ? first : second)
                .dispatch(seen("m" + i % 3, "alice", HOOK, MAIL), bytes("m" + i % 3)));

        assertThat(results).filteredOn(r -> r == Dispatched.ENTERED).hasSize(3);
        assertThat(first.list(MAIL, Set.of(), 100)).hasSize(3);
    }

    @Test
    default void aBackfillEntersNewTargetsOnly() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));

        assertThat(queue.backfill(seen("a", "alice", MAIL, HOOK), bytes("a"))).isEqualTo(1);
        assertThat(queue.backfill(seen("a", "alice", MAIL, HOOK), bytes("a"))).isZero();
        assertThat(claimOne(queue, HOOK).envelope()).isEqualTo(bytes("a"));
    }

    @Test
    default void textThatNoDatabaseTakesIsStoredReadably() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "nul\0 half\ud800 whole\ud83d\ude00", MAIL), bytes("a"));

        queue.later(claimOne(queue, MAIL), "bad\0news", null, POLICY);

        Delivery delivery = queue.list(MAIL, Set.of(), 1).get(0);
        assertThat(delivery.sender()).isEqualTo("nul\ufffd half\ufffd whole\ud83d\ude00");
        assertThat(delivery.reason()).isEqualTo("bad\ufffdnews");
    }
}
