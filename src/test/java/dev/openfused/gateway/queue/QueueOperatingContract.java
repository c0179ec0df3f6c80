package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.bytes;
import static dev.openfused.gateway.queue.QueueWords.claimOne;
import static dev.openfused.gateway.queue.QueueWords.deliverAll;
import static dev.openfused.gateway.queue.QueueWords.dispatchAll;
import static dev.openfused.gateway.queue.QueueWords.id;
import static dev.openfused.gateway.queue.QueueWords.ids;
import static dev.openfused.gateway.queue.QueueWords.keyOf;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static dev.openfused.gateway.queue.QueueWords.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Delivery.State;
import dev.openfused.gateway.queue.DeliveryQueue.Dispatched;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an operator sees and does, and what time erases. */
interface QueueOperatingContract extends QueueProcesses {
    @Test
    default void deliveriesAreListedNewestFirstByTargetAndState() {
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
    default void deadAndDroppedAndWaitingCanBeRetriedFromTheStart() {
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
    default void everythingOfARemovedBridgeIsDropped() {
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
    default void aPayloadIsErasedWhenItsLastDeliveryIs() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL, HOOK), bytes("a"));
        long mail = queue.list(MAIL, Set.of(), 1).get(0).key();
        long hook = queue.list(HOOK, Set.of(), 1).get(0).key();
        queue.done(claimOne(queue, MAIL), null);
        clock().pass(Duration.ofHours(1));

        assertThat(queue.purge(clock().instant().minusSeconds(3600))).isZero();
        assertThat(queue.purge(clock().instant())).isEqualTo(1);
        assertThat(queue.find(mail)).isEmpty();
        assertThat(queue.envelope(hook)).contains(bytes("a"));

        queue.done(claimOne(queue, HOOK), null);
        assertThat(queue.purge(clock().instant().plusMillis(1))).isEqualTo(1);
        assertThat(queue.envelope(hook)).isEmpty();
        assertThat(payloads()).isZero();
    }

    @Test
    default void anErasedDeliveryIsNotMadeAgain() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));
        queue.done(claimOne(queue, MAIL), null);
        clock().pass(Duration.ofDays(7));
        queue.purge(clock().instant());

        assertThat(queue.dispatch(seen("a", "alice", MAIL), bytes("a"))).isEqualTo(Dispatched.KNOWN);
        assertThat(queue.backfill(seen("a", "alice", MAIL), bytes("a"))).isZero();
        assertThat(queue.backfill(seen("a", "alice", HOOK), bytes("a"))).isEqualTo(1);
    }

    @Test
    default void aMessageStaysKnownForTheReplayWindowAndWhileAFileOrADeliveryHoldsIt() {
        DeliveryQueue queue = queue();
        queue.remember(id("gone"), "gone.json");
        queue.dispatch(seen("kept", "alice"), bytes("kept"));
        queue.dispatch(seen("under-way", "alice", MAIL), bytes("under-way"));
        queue.forget("inbox", List.of("gone.json", "under-way.json", "never-there.json"));

        clock().pass(Duration.ofDays(30));
        queue.purge(clock().instant());
        assertThat(queue.isKnown(id("gone"))).isTrue();

        clock().pass(Duration.ofMillis(1));
        queue.purge(clock().instant());
        assertThat(queue.isKnown(id("gone"))).isFalse();
        assertThat(queue.isKnown(id("kept"))).isTrue();
        assertThat(queue.isKnown(id("under-way"))).isTrue();

        queue.done(claimOne(queue, MAIL), null);
        clock().pass(Duration.ofMillis(1));
        assertThat(queue.purge(clock().instant())).isEqualTo(1);
        assertThat(queue.isKnown(id("under-way"))).isFalse();
    }

    @Test
    default void nothingIsForgottenWhileTheWallClockIsWrong() {
        DeliveryQueue queue = queue();
        queue.remember(id("a"), "a.json");
        queue.forget("inbox", List.of("a.json"));
        dispatchAll(queue, "alice", "b");
        queue.done(claimOne(queue, MAIL), null);

        clock().set(Duration.ofDays(365));
        assertThat(queue.purge(clock().instant())).isZero();
        assertThat(queue.isKnown(id("a"))).isTrue();

        clock().set(Duration.ofDays(-365));
        clock().pass(Duration.ofDays(31));
        assertThat(queue.purge(clock().instant())).isEqualTo(1);
        assertThat(queue.isKnown(id("a"))).isFalse();
    }

    @Test
    default void manyAreErasedAtOnce() {
        DeliveryQueue queue = queue();
        dispatchAll(
                queue, "alice", IntStream.range(0, 450).mapToObj(i -> "m" + i).toArray(String[]::new));
        queue.dropAll(MAIL, "removed");

        assertThat(queue.purge(clock().instant().plusMillis(1))).isEqualTo(450);
        assertThat(payloads()).isZero();
    }

    @Test
    default void anotherProcessFindsWhatThisOneDid() {
        DeliveryQueue serve = queue();
        DeliveryQueue command = queue();
        dispatchAll(serve, "alice", "a", "b");

        assertThat(command.drop(keyOf(command, "a"), "by hand")).isTrue();

        assertThat(texts(serve.claim(MAIL, Order.SENDER, 10, LEASE))).containsExactly("b");
    }

    @Test
    default void aDeliveryIsFoundByTheNameThatTheFarEndHasForIt() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a", "b");
        queue.done(claimOne(queue, MAIL), "<a@example.org>");
        queue.done(claimOne(queue, MAIL), null);

        assertThat(ids(queue.withRemoteId("<a@example.org>"))).containsExactly(id("a"));
        assertThat(queue.withRemoteId("<b@example.org>")).isEmpty();
    }

    @Test
    default void theDatabaseOfAnEarlierVersionIsBroughtUpToThisOneAndKeepsWhatItHolds() {
        dispatchAll(queue(), "alice", "a");
        try (Database database = database()) {
            database.write(session -> session.update("DELETE FROM schema_version WHERE version > 1"));
            database.write(session -> session.update("INSERT INTO schema_version (version) VALUES (1)"));
            database.write(session -> session.update("DROP INDEX delivery_remote"));
        }

        for (int i = 0; i < 2; i++) {
            assertThat(ids(queue().list(null, Set.of(), 10))).containsExactly(id("a"));
        }
    }

    @Test
    default void aLaterVersionsDatabaseIsLeftAlone() {
        queue();
        try (Database database = database()) {
            database.write(session -> session.update("UPDATE schema_version SET version = 1000"));
        }

        assertThatThrownBy(this::queue).isInstanceOf(QueueException.class).hasMessageContaining("later version");
    }

    @Test
    default void aClosedQueueSaysSo() {
        DeliveryQueue queue = queue();
        queue.close();
        queue.close();

        assertThatThrownBy(() -> queue.remember(id("a"), "a.json")).isInstanceOf(QueueException.class);
        assertThatThrownBy(() -> queue.isKnown(id("a"))).isInstanceOf(QueueException.class);
    }

    private long payloads() {
        try (Database database = database()) {
            return database.read(session -> session.number("SELECT count(*) FROM payload"))
                    .orElseThrow();
        }
    }

    @Test
    default void endedDeliveriesAreErasedOldestFirstUntilTheQueueFits() {
        DeliveryQueue queue = queue();
        int large = 20_000;
        for (int i = 0; i < 250; i++) {
            queue.dispatch(seen("m" + i, "alice", MAIL), new byte[large]);
        }
        queue.claim(MAIL, Order.NONE, 200, LEASE).forEach(claim -> {
            clock().pass(Duration.ofMillis(1));
            queue.done(claim, null);
        });

        assertThat(queue.purgeBeyond(Long.MAX_VALUE)).isZero();
        assertThat(queue.purgeBeyond(200L * large)).isBetween(50, 199);

        List<MessageId> left = QueueWords.ids(queue.list(MAIL, Set.of(Delivery.State.DONE), 1_000));
        assertThat(left).contains(id("m199")).doesNotContain(id("m0"));
        assertThat(queue.purgeBeyond(0)).isEqualTo(left.size());
        assertThat(queue.list(MAIL, Set.of(), 1_000)).hasSize(50);
    }

    @Test
    default void whatTheQueueTakesIsMeasuredAtTheStartAndWhenTheRestShouldFit() {
        DeliveryQueue queue = queue();
        int large = 20_000;
        for (int i = 0; i < 450; i++) {
            queue.dispatch(seen("m" + i, "alice", MAIL), new byte[large]);
        }
        queue.claim(MAIL, Order.NONE, 450, LEASE).forEach(claim -> queue.done(claim, null));
        CountedReads database = new CountedReads(database(), new AtomicInteger());
        ClockWatch watch = new ClockWatch(clock(), clock()::nanos);

        int erased = new Retention(database, clock(), watch, Duration.ofDays(30)).purgeBeyond(100L * large);

        assertThat(erased).isEqualTo(400);
        assertThat(database.reads()).hasValue(2);
    }

    /** A database that counts what is read of it. */
    record CountedReads(Database database, AtomicInteger reads) implements Database {
        @Override
        public <T> T read(Work<T> work) {
            reads.incrementAndGet();
            return database.read(work);
        }

        @Override
        public <T> T write(Work<T> work) {
            return database.write(work);
        }

        @Override
        public Dialect dialect() {
            return database.dialect();
        }

        @Override
        public long shrink() {
            return database.shrink();
        }

        @Override
        public List<String> damage() {
            return database.damage();
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @Test
    default void whatIsDeadWaitsForSomebodyWhateverItsAgeAndTheQueuesSize() {
        DeliveryQueue queue = queue();
        queue.dispatch(seen("a", "alice", MAIL), bytes("a"));
        queue.dead(QueueWords.claimOne(queue, MAIL), "no such mailbox");
        clock().pass(Duration.ofDays(60));

        assertThat(queue.purge(clock().instant())).isZero();
        assertThat(queue.purgeBeyond(0)).isZero();

        assertThat(queue.retry(QueueWords.keyOf(queue, "a"))).isTrue();
    }
}
