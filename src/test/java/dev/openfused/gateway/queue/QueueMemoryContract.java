package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.atOnce;
import static dev.openfused.gateway.queue.QueueWords.bytes;
import static dev.openfused.gateway.queue.QueueWords.id;
import static dev.openfused.gateway.queue.QueueWords.sealed;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static dev.openfused.gateway.queue.QueueWords.seenIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.queue.DeliveryQueue.Dispatched;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages and files are remembered, and forgotten when nothing holds them. */
interface QueueMemoryContract extends QueueProcesses {
    @Test
    default void aMessageIsRememberedOnce() {
        DeliveryQueue queue = queue();

        assertThat(queue.isKnown(id("a"))).isFalse();
        assertThat(queue.remember(id("a"), "a.json")).isTrue();
        assertThat(queue.remember(id("a"), "a-again.json")).isFalse();
        assertThat(queue.isKnown(id("a"))).isTrue();
    }

    @Test
    default void whatIsRememberedByManyAtOnceIsNewToOneOfThem() throws Exception {
        DeliveryQueue first = queue();
        DeliveryQueue second = queue();

        List<Boolean> fresh = atOnce(40, i -> (i % 2 == 0 ? first : second).remember(id("m" + i / 8), "m" + i));

        assertThat(fresh).filteredOn(f -> f).hasSize(5);
    }

    @Test
    default void aRememberedFileIsUnseenUntilItIsDispatched() {
        DeliveryQueue queue = queue();
        queue.remember(id("a"), "a.json");

        assertThat(queue.unseen("inbox", List.of("a.json", "b.json"))).containsExactlyInAnyOrder("a.json", "b.json");

        assertThat(queue.dispatch(seen("a", "alice", MAIL), bytes("a"))).isEqualTo(Dispatched.ENTERED);
        assertThat(queue.unseen("inbox", List.of("a.json", "b.json"))).containsExactly("b.json");
        assertThat(queue.unseen("outbox/bob-12345678", List.of("a.json"))).containsExactly("a.json");
    }

    @Test
    default void manyFilesAreRecordedForNobodyAtOnce() {
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
    default void theFirstOfManyRecordedFilesHasTheCiphertext() {
        DeliveryQueue queue = queue();
        queue.record(List.of(sealed("genuine", "alice", "c1"), sealed("theft", "mallory", "c1")));

        assertThat(queue.dispatch(sealed("theft-again", "mallory", "c1"), bytes("t")))
                .isEqualTo(Dispatched.STOLEN);
        assertThat(queue.dispatch(sealed("genuine-again", "alice", "c1"), bytes("g")))
                .isEqualTo(Dispatched.ENTERED);
    }

    @Test
    default void thousandsOfFilesAreAskedForAndForgottenAtOnce() {
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
    default void rememberedFilesAreListedPageByPage() {
        DeliveryQueue queue = queue();
        List.of("c", "a", "b").forEach(text -> queue.dispatch(seen(text, "alice"), bytes(text)));
        queue.dispatch(seenIn("outbox/bob-12345678", "d", "alice"), bytes("d"));

        List<String> first = queue.files("inbox", "", 2);
        assertThat(first).containsExactly("a.json", "b.json");
        assertThat(queue.files("inbox", first.get(1), 2)).containsExactly("c.json");
        assertThat(queue.files("inbox", "c.json", 2)).isEmpty();
    }

    @Test
    default void aMessageInQuarantineIsKnownAndDispatchedOnceItsFileIsInTheInbox() {
        DeliveryQueue queue = queue();
        queue.record(List.of(seenIn("quarantine", "a", "mallory")));
        assertThat(queue.isKnown(id("a"))).isTrue();
        assertThat(queue.unseen("quarantine", List.of("a.json"))).isEmpty();
        assertThat(queue.unseen("inbox", List.of("a.json"))).containsExactly("a.json");

        assertThat(queue.dispatch(seen("a", "mallory", MAIL), bytes("a"))).isEqualTo(Dispatched.ENTERED);
        assertThat(queue.dispatch(seen("a", "mallory", MAIL), bytes("a"))).isEqualTo(Dispatched.KNOWN);
        queue.forget("quarantine", List.of("a.json"));

        assertThat(queue.isKnown(id("a"))).isTrue();
        assertThat(queue.list(MAIL, Set.of(), 10)).hasSize(1);
    }

    @Test
    default void aMessageThatOnlyStandsInSharedOrAWorkspaceIsNotKnown() {
        DeliveryQueue queue = queue();
        queue.dispatch(seenIn("workspace", "a", "alice", MAIL), bytes("a"));
        queue.record(List.of(seenIn("shared", "b", "alice")));

        assertThat(queue.isKnown(id("a"))).as("put into a workspace by anybody").isFalse();
        assertThat(queue.isKnown(id("b"))).as("put into shared/").isFalse();

        assertThat(queue.dispatch(seen("a", "alice", HOOK), bytes("a"))).isEqualTo(Dispatched.ENTERED);
        assertThat(queue.isKnown(id("a"))).isTrue();
    }

    @Test
    default void aCopyInQuarantineTakesNoCiphertextFromItsFirstSender() {
        DeliveryQueue queue = queue();
        queue.dispatch(sealed("genuine", "alice", "c1"), bytes("g"));

        queue.record(List.of(seenIn("quarantine", "genuine", "alice")));

        assertThat(queue.dispatch(sealed("theft", "mallory", "c1"), bytes("t"))).isEqualTo(Dispatched.STOLEN);
    }

    @Test
    default void whatComesFromNowhereKnownIsRefused() {
        DeliveryQueue queue = queue();

        assertThatThrownBy(() -> queue.dispatch(seenIn("nowhere", "a", "alice"), bytes("a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void notesAreKeptUntilRemoved() {
        queue().setNote("bridge.ops-mail.start", "now");
        DeliveryQueue next = queue();

        assertThat(next.note("bridge.ops-mail.start")).contains("now");
        next.setNote("bridge.ops-mail.start", "later");
        assertThat(next.note("bridge.ops-mail.start")).contains("later");
        next.setNote("bridge.ops-mail.start", null);
        assertThat(next.note("bridge.ops-mail.start")).isEmpty();
    }
}
