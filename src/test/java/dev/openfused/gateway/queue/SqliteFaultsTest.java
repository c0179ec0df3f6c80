package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.bytes;
import static dev.openfused.gateway.queue.QueueWords.claimOne;
import static dev.openfused.gateway.queue.QueueWords.id;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.SmallDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk or a file that fails stops the queue for as long as it fails, and no longer. */
class SqliteFaultsTest {
    private static final int MEGABYTES = 8;
    private static final int TRIES = 3;
    private static final int MESSAGES = 200;
    private static final int PAGE = 4_096;

    @TempDir
    Path folder;

    @Test
    void aFullDiskIsNamedEachTimeAndTheQueueGoesOnOnceThereIsSpace() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES);
                DeliveryQueue queue = open(disk.root().resolve("state.db"))) {
            enter(queue, "before");
            Claim claim = claimOne(queue, QueueProcesses.MAIL);
            disk.fill(0);

            for (int i = 0; i < TRIES; i++) {
                assertFails(() -> enter(queue, "during"), "disk is full");
                assertFails(() -> queue.done(claim, null), "disk is full");
            }
            assertThat(queue.isKnown(id("before"))).isTrue();
            assertThat(queue.isKnown(id("during"))).isFalse();

            disk.free();
            enter(queue, "during");
            queue.done(claim, null);
            assertThat(queue.list(null, Set.of(Delivery.State.DONE), 10)).hasSize(1);
            assertThat(queue.list(null, Set.of(Delivery.State.PENDING), 10)).hasSize(1);
        }
    }

    @Test
    void aDamagedFileIsNamedEachTimeAndReadAgainOnceItIsRepaired() throws Exception {
        Path file = folder.resolve("state.db");
        try (DeliveryQueue queue = open(file)) {
            for (int i = 0; i < MESSAGES; i++) {
                enter(queue, "m" + i);
            }
        }
        byte[] good = Files.readAllBytes(file);
        try (DeliveryQueue queue = open(file)) {
            overwrite(file, new byte[good.length - PAGE], PAGE);
            for (int i = 0; i < TRIES; i++) {
                assertFails(() -> queue.list(null, Set.of(), MESSAGES), "malformed");
                assertFails(() -> enter(queue, "during"), "malformed");
            }

            overwrite(file, good, 0);
            enter(queue, "during");
            assertThat(queue.list(null, Set.of(), 2 * MESSAGES)).hasSize(MESSAGES + 1);
        }
    }

    @Test
    void aFileThatBecomesAnotherOneAsItIsOpenedForWritingIsNotLost() throws Exception {
        Path file = Files.createFile(folder.resolve("state.db"));
        Path copy = Files.createFile(folder.resolve("copy"));
        Opening copiesFirst = () -> { // as overlayfs does
            assertThat(copy.toFile().renameTo(file.toFile())).isTrue();
            return new Session(DriverManager.getConnection("jdbc:sqlite:" + file));
        };
        try (GroupCommit writer = new GroupCommit(copiesFirst, file)) {
            int changed = writer.commit(session -> session.update("CREATE TABLE kept (id TEXT)"));
            assertThat(changed).isZero();
        }
    }

    /** In place, as the disk would: the file stays the same one. */
    private static void overwrite(Path file, byte[] content, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content), from);
        }
    }

    private interface Verb {
        void run();
    }

    private static void assertFails(Verb verb, String because) {
        assertThatThrownBy(verb::run)
                .isInstanceOf(QueueException.class)
                .hasMessageContaining(because)
                .message()
                .doesNotContain("not executing");
    }

    private static void enter(DeliveryQueue queue, String text) {
        queue.dispatch(seen(text, "alice", QueueProcesses.MAIL), bytes(text));
    }

    private static DeliveryQueue open(Path file) {
        return DeliveryQueues.sqlite(file, Clock.systemUTC(), QueueOptions.DEFAULT);
    }
}
