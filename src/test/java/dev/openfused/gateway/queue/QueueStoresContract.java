package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.bytes;
import static dev.openfused.gateway.queue.QueueWords.id;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.DeliveryQueue.Dispatched;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stores that share a queue have files of their own in it, and one that was there before has what it had. */
interface QueueStoresContract extends QueueProcesses {
    StoreIdentity ONE = new StoreIdentity("one", List.of());
    StoreIdentity TWO = new StoreIdentity("two", List.of());

    /** A database of its own, as version 2 of the tables left it; closed by the test. */
    Session databaseOfVersion2() throws SQLException;

    @Test
    default void filesOfOneNameInTwoStoresAreTwoFiles() {
        DeliveryQueue one = queue(ONE);
        DeliveryQueue two = queue(TWO);

        assertThat(one.dispatch(file("a.json", "first"), bytes("first"))).isEqualTo(Dispatched.ENTERED);
        assertThat(two.unseen("inbox", List.of("a.json"))).containsExactly("a.json");
        assertThat(two.dispatch(file("a.json", "second"), bytes("second"))).isEqualTo(Dispatched.ENTERED);

        assertThat(one.unseen("inbox", List.of("a.json"))).isEmpty();
        assertThat(two.unseen("inbox", List.of("a.json"))).isEmpty();
        assertThat(QueueWords.deliverAll(one, Order.NONE)).containsExactly("first", "second");
    }

    @Test
    default void aMessageInTwoStoresIsDispatchedOnceAndKnownAsLongAsOneHasItsFile() {
        DeliveryQueue one = queue(ONE);
        DeliveryQueue two = queue(TWO);
        one.dispatch(seen("a", "alice", MAIL), bytes("a"));
        assertThat(two.dispatch(seen("a", "alice", MAIL), bytes("a"))).isEqualTo(Dispatched.KNOWN);
        QueueWords.deliverAll(one, Order.NONE);

        two.forget("inbox", List.of("a.json"));

        assertThat(two.files("inbox", "", 10)).isEmpty();
        assertThat(one.files("inbox", "", 10)).containsExactly("a.json");
        clock().pass(Duration.ofDays(60));
        one.purge(clock().instant());
        assertThat(one.isKnown(id("a"))).isTrue();

        one.forget("inbox", List.of("a.json"));
        one.purge(clock().instant());
        assertThat(one.isKnown(id("a"))).isFalse();
    }

    @Test
    default void aStoreThatWasCopiedOrMovedKnowsWhatItKnew() {
        DeliveryQueue one = queue(ONE);
        one.dispatch(seen("a", "alice", MAIL), bytes("a"));
        one.setNote("baseline:inbox", "then");

        DeliveryQueue copy = queue(new StoreIdentity("copy", List.of("one")));
        assertThat(copy.unseen("inbox", List.of("a.json"))).isEmpty();
        assertThat(copy.note("baseline:inbox")).contains("then");

        copy.forget("inbox", List.of("a.json"));
        copy.setNote("baseline:inbox", "now");
        assertThat(one.unseen("inbox", List.of("a.json"))).isEmpty();
        assertThat(one.note("baseline:inbox")).contains("then");
        assertThat(queue(new StoreIdentity("copy", List.of("one"))).unseen("inbox", List.of("a.json")))
                .containsExactly("a.json");
    }

    @Test
    default void aStoreWhoseIdChangedBeforeTheQueueWasReachedKnowsWhatItKnew() {
        DeliveryQueue one = queue(ONE);
        one.dispatch(seen("a", "alice", MAIL), bytes("a"));
        one.setNote("baseline:inbox", "then");

        DeliveryQueue third = queue(new StoreIdentity("third", List.of("second", "one", "zero")));

        assertThat(third.unseen("inbox", List.of("a.json"))).isEmpty();
        assertThat(third.note("baseline:inbox")).contains("then");
    }

    @Test
    default void aMessageIsKnownUntilTheOriginalAndTheCopyHaveForgottenItsFile() {
        DeliveryQueue one = queue(ONE);
        one.dispatch(seen("a", "alice", MAIL), bytes("a"));
        QueueWords.deliverAll(one, Order.NONE);
        DeliveryQueue copy = queue(new StoreIdentity("copy", List.of("one")));
        clock().pass(Duration.ofDays(60));

        one.forget("inbox", List.of("a.json"));
        one.purge(clock().instant());
        assertThat(copy.isKnown(id("a"))).isTrue();

        copy.forget("inbox", List.of("a.json"));
        copy.purge(clock().instant());
        assertThat(copy.isKnown(id("a"))).isFalse();
    }

    @Test
    default void aStoreThatIsNewKnowsNothingOfTheOthersFilesAndStarts() {
        queue(ONE).setNote("baseline:inbox", "then");
        queue(ONE).setSharedNote("bound:key", "then");

        assertThat(queue(TWO).note("baseline:inbox")).isEmpty();
        assertThat(queue(TWO).sharedNote("bound:key")).contains("then");
    }

    @Test
    default void whatAnEarlierVersionRememberedIsKnownToEachStoreThatWasThere() throws Exception {
        try (Session old = databaseOfVersion2()) {
            old.update(
                    "INSERT INTO message (id, seen, kinds, files) VALUES (?, ?, 1, 1)",
                    id("a").value(),
                    clock().millis());
            old.update("INSERT INTO file (source, file, id) VALUES ('inbox', 'a.json', ?)", id("a").value());
            old.update("INSERT INTO note (key, value) VALUES ('baseline:inbox', 'then')");
        }

        for (StoreIdentity store : List.of(StoreIdentity.SOLE, ONE, TWO)) {
            DeliveryQueue queue = queue(store);
            assertThat(queue.unseen("inbox", List.of("a.json", "b.json"))).containsExactly("b.json");
            assertThat(queue.note("baseline:inbox")).contains("then");
        }
        queue(ONE).forget("inbox", List.of("a.json"));
        assertThat(queue(TWO).unseen("inbox", List.of("a.json"))).isEmpty();
        assertThat(queue(ONE).dispatch(seen("b", "alice", MAIL), bytes("b"))).isEqualTo(Dispatched.ENTERED);
    }

    private static SeenFile file(String name, String text) {
        MessageId message = id(text);
        return new SeenFile("inbox", name, message, "alice", null, List.of(MAIL));
    }
}
