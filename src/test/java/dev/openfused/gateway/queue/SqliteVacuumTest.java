package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.claimOne;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What erased deliveries took on disk is given back while the queue is in use. */
class SqliteVacuumTest {
    private static final int DELIVERIES = 300;
    private static final int LARGE = 20_000;
    private static final long MOST_LEFT = 2 << 20;
    private static final QueueOptions FAST =
            new QueueOptions(false, QueueOptions.DEFAULT.replayWindow(), QueueOptions.DEFAULT.breaker());

    @TempDir
    Path folder;

    private int entered;

    @Test
    void fileAndLogAreSmallerOnceDeliveriesAreErased() throws Exception {
        try (DeliveryQueue queue = open()) {
            shrinksAfterManyDeliveries(queue);
        }
    }

    @Test
    void aFileOfAnEarlierVersionShrinksTooAndDoesSoAgain() throws Exception {
        try (Session old = new Session(DriverManager.getConnection("jdbc:sqlite:" + file()))) {
            Schema.create(old, Dialect.SQLITE, 2);
        }
        try (DeliveryQueue queue = open()) {
            shrinksAfterManyDeliveries(queue);
            shrinksAfterManyDeliveries(queue);
        }
    }

    @Test
    void littleThatIsFreeStaysForWhatComesNext() throws Exception {
        try (DeliveryQueue queue = open()) {
            fill(queue, DELIVERIES);
            Claim claim = claimOne(queue, QueueProcesses.MAIL);
            queue.done(claim, null);
            queue.purge(Instant.now().plusSeconds(1));

            assertThat(queue.shrink()).isZero();
        }
    }

    private void shrinksAfterManyDeliveries(DeliveryQueue queue) throws IOException {
        fill(queue, DELIVERIES);
        queue.claim(QueueProcesses.MAIL, Order.NONE, DELIVERIES, QueueProcesses.LEASE)
                .forEach(claim -> queue.done(claim, null));
        long full = onDisk();
        fill(queue, 1);
        Claim underWay = claimOne(queue, QueueProcesses.MAIL);

        assertThat(queue.purge(Instant.now().plusSeconds(1))).isEqualTo(DELIVERIES);
        assertThat(queue.shrink()).isPositive();

        assertThat(onDisk()).isLessThan(full / 2).isLessThan(MOST_LEFT);
        assertThat(queue.damage()).isEmpty();
        queue.done(underWay, null);
        assertThat(queue.list(null, Set.of(), DELIVERIES)).hasSize(1);
        assertThat(queue.purge(Instant.now().plusSeconds(1))).isEqualTo(1);
    }

    private void fill(DeliveryQueue queue, int count) {
        for (int i = 0; i < count; i++) {
            queue.dispatch(seen("m" + entered++, "alice", QueueProcesses.MAIL), new byte[LARGE]);
        }
    }

    private long onDisk() throws IOException {
        return Files.size(file()) + Files.size(folder.resolve("state.db-wal"));
    }

    private Path file() {
        return folder.resolve("state.db");
    }

    private DeliveryQueue open() {
        return DeliveryQueues.sqlite(file(), Clock.systemUTC(), FAST);
    }
}
