package dev.openfused.gateway.receive;

import dev.openfused.gateway.store.MessageFolder;
import dev.openfused.gateway.store.StoreException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many message files a folder may still take. The folder is listed once, when the first message comes, and again only
 * when it seems full, and then not more often than every few seconds; in between, what the door stores is added. What
 * others put there or take away shows at the next count, so a folder that they fill too may come to hold more.
 */
final class Room implements Places {
    /** How long a count is believed that found the folder full. */
    static final Duration RECOUNT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private final String name;
    private final MessageFolder folder;
    private final int limit;
    private final LongSupplier nanoTime;

    private boolean counted;
    private long countedAt;
    private long files;

    /** Places that were given and whose file may be there or not yet: a count adds them, too many rather than too few. */
    private int reserved;

    private boolean full;

    /**
     * Room in one folder.
     *
     * @param name what people know it by
     * @param folder where messages are counted
     * @param limit how many it may hold
     * @param nanoTime a clock that only goes forward
     */
    Room(String name, MessageFolder folder, int limit, LongSupplier nanoTime) {
        this.name = name;
        this.folder = folder;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized boolean reserve() throws StoreException {
        if (!counted || (files >= limit && nanoTime.getAsLong() - countedAt >= RECOUNT.toNanos())) {
            count();
        }
        if (files >= limit) {
            if (!full) {
                full = true;
                LOG.warn("{}; senders are told to come back", whyFull());
            }
            return false;
        }
        full = false;
        files++;
        reserved++;
        return true;
    }

    @Override
    public synchronized void settle(boolean stored) {
        reserved--;
        files -= stored ? 0 : 1;
    }

    @Override
    public String whyFull() {
        return name + " holds " + limit + " messages or more, its limit";
    }

    private void count() throws StoreException {
        try (Stream<String> names = folder.names()) {
            files = names.count() + reserved;
        }
        countedAt = nanoTime.getAsLong();
        counted = true;
    }
}
