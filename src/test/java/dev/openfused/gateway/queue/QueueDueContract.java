package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.bytes;
import static dev.openfused.gateway.queue.QueueWords.claimOne;
import static dev.openfused.gateway.queue.QueueWords.deliverAll;
import static dev.openfused.gateway.queue.QueueWords.dispatchAll;
import static dev.openfused.gateway.queue.QueueWords.keyOf;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When there is work to do, and how little it costs to find it. */
interface QueueDueContract extends QueueProcesses {
    @Test
    default void nothingIsDueWhereNothingIsOnItsWay() {
        DeliveryQueue queue = queue();
        assertThat(queue.nextDue(MAIL, Order.SENDER)).isEmpty();
        dispatchAll(queue, "alice", "a1");

        queue.done(claimOne(queue, MAIL), null);

        for (Order order : Order.values()) {
            assertThat(queue.nextDue(MAIL, order)).isEmpty();
        }
    }

    @Test
    default void whatIsHeldBackIsNotDue() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1", "a2");
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(clock().instant());
        Claim claim = claimOne(queue, MAIL);

        assertThat(queue.nextDue(MAIL, Order.NONE)).contains(clock().instant());
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(clock().instant().plus(LEASE));
        assertThat(queue.nextDue(MAIL, Order.ALL)).contains(clock().instant().plus(LEASE));

        Instant asked = clock().instant().plusSeconds(90);
        queue.later(claim, "busy", asked, POLICY);
        assertThat(queue.nextDue(MAIL, Order.SENDER)).contains(asked);
        assertThat(queue.nextDue(MAIL, Order.ALL)).contains(asked);
    }

    @Test
    default void whoWaitsForWorkIsWoken() throws Exception {
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
    default void aClaimReadsOnlyWhatItTakesHoweverManyAreHeldBack() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");
        Instant tomorrow = clock().instant().plus(Duration.ofDays(1));
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

    /** Looking behind each of them for one that is held takes minutes. */
    @Test
    @Timeout(60)
    default void whatGoesTogetherIsFoundHoweverManyWait() {
        DeliveryQueue queue = queue();
        dispatchAll(queue, "alice", "a1");
        Claim first = claimOne(queue, MAIL);
        dispatchAll(queue, "bob", "b1");
        queue.later(claimOne(queue, MAIL), "busy", clock().instant().plus(Duration.ofDays(1)), POLICY);
        dispatchAll(queue, "bob", "b2");
        try (Database database = database()) {
            database.write(session -> session.update("""
                    INSERT INTO delivery (id, target, sender, source, file, hash, state, attempts, due, head, partly,
                        created, changed)
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
                    SELECT substr('%s' || i, length(i || '') + 1), 'bridge:ops-mail', 'alice', 'inbox', 'f', 'x', 'PENDING',
                        0, 0, 0, 0, 0, 0 FROM n
                    """.formatted("0".repeat(64))));
            database.write(session -> session.update("""
                    INSERT INTO payload (id, hash, envelope)
                    SELECT id, hash, (SELECT envelope FROM payload LIMIT 1) FROM delivery WHERE hash = 'x'
                    """));
        }

        assertThat(queue.claimBeside(first, Order.SENDER, 3, LEASE))
                .extracting(claim -> claim.delivery().id().value().replaceFirst("^0+", ""))
                .containsExactly("1", "2", "3");
        assertThat(queue.claimBeside(first, Order.ALL, 3, LEASE)).isEmpty();
    }

    /** How the database goes about a claim, sorting in capitals. */
    private String plan(Database database, Order order, Object... values) {
        List<String> steps = database.read(session ->
                session.list(explain() + Claims.dueSql(order), row -> row.getString(explainColumn()), values));
        return String.join("\n", steps).replace("USE TEMP B-TREE", "SORT").replace("Sort", "SORT");
    }

    @Test
    default void howMuchIsDueAndSinceWhenTheOldestWaits() {
        DeliveryQueue queue = queue();
        assertThat(queue.gathered(MAIL, 10)).isEqualTo(new Gathered(0, null));

        dispatchAll(queue, "alice", "a");
        Instant oldest = clock().instant();
        clock().pass(Duration.ofMinutes(1));
        dispatchAll(queue, "bob", "b", "c");

        assertThat(queue.gathered(MAIL, 10)).isEqualTo(new Gathered(3, oldest));
        assertThat(queue.gathered(MAIL, 2)).isEqualTo(new Gathered(2, oldest));
        assertThat(queue.gathered(HOOK, 10).count()).isZero();
        claimOne(queue, MAIL);
        assertThat(queue.gathered(MAIL, 10).count()).isEqualTo(2);
    }
}
