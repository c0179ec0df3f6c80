package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Target HOOK = Target.bridge("hook");
    private static final int DELIVERIES = 200;
    private static final int LARGE = 20_000;
    private static final long KEEP_SIZE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void theQueuesFilesAreAboutAsSmallOnDiskAsWhatIsKept() throws Exception {
        Clock clock = Clock.systemUTC();
        QueueOptions options =
                new QueueOptions(false, QueueOptions.DEFAULT.replayWindow(), QueueOptions.DEFAULT.breaker());
        try (DeliveryQueue queue = DeliveryQueues.sqlite(folder.resolve("state.db"), clock, options)) {
            for (int i = 0; i < DELIVERIES; i++) {
                MessageId id = new MessageId(Digests.sha256Hex(new byte[] {(byte) i}));
                queue.dispatch(new SeenFile("inbox", i + ".json", id, "alice", null, List.of(HOOK)), new byte[LARGE]);
            }
            queue.dropAll(HOOK, "no longer needed");
            assertThat(onDisk()).isGreaterThan(DELIVERIES * LARGE);

            new Retention(queue, Duration.ofDays(30), KEEP_SIZE, clock).purge();

            assertThat(onDisk()).isLessThan(2 * KEEP_SIZE);
        }
    }

    private long onDisk() throws Exception {
        try (var files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith("-shm"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
