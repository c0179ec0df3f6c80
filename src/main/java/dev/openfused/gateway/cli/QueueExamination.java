package dev.openfused.gateway.cli;

import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Finding;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreLock;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks a store's queue, its disk, and the gateway that runs on it. */
final class QueueExamination {
    private static final long LEAST_SPACE = 64L << 20;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    /** The running gateway writes several times a minute. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final Store store;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    QueueExamination(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    List<Finding> of(ResolvedSettings settings, QueueOpener opener, @Nullable Path config) throws StoreException {
        disk();
        Optional<String> known = store.knownState().id();
        Path file = store.root().resolve(".gateway").resolve("state.db");
        boolean embedded = settings.find(GatewaySettings.QUEUE_URL).isEmpty();
        if (embedded && Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (known.isPresent()) {
                lost(file + " is gone, and with it the pending deliveries and the record of finished ones");
            }
            return findings;
        }
        if (!embedded && known.isEmpty()) {
            return findings; // no gateway ran here yet, and asking would make its tables
        }
        try (DeliveryQueue queue = opener.open(store.root(), config)) {
            queue(queue, known);
        } catch (Exception e) {
            add("queue", String.valueOf(e.getMessage()), "correct that; until then nothing is accepted or delivered");
        }
        return findings;
    }

    private void disk() {
        try {
            FileStore disk = Files.getFileStore(store.root());
            if (disk.isReadOnly()) {
                add("disk", "the disk of " + store.root() + " is read-only", "make it writable");
            } else if (disk.getUsableSpace() < LEAST_SPACE) {
                long kilobytes = disk.getUsableSpace() >> 10;
                add(
                        "disk",
                        "the disk of " + store.root() + " is " + (kilobytes < 1024 ? "full" : "nearly full") + ": "
                                + kilobytes + " KiB are left",
                        "free some space; the gateway then resumes by itself");
            }
        } catch (IOException e) {
            add(
                    "disk",
                    "the disk of " + store.root() + " can't be checked: " + e.getMessage(),
                    "check its mount and permissions");
        }
    }

    private void queue(DeliveryQueue queue, Optional<String> known) throws StoreException {
        if (known.isPresent() && !known.get().equals(queue.stateId())) {
            lost("the queue is not the one that the store had: its database was deleted, replaced or emptied");
        }
        queue.note(DeliveryQueue.LOST)
                .ifPresent(when -> lost("the gateway found at " + when + " that the queue's database was lost"));
        queue.damage()
                .forEach(line -> add(
                        "queue",
                        "the queue's database is damaged: " + line,
                        "restore a copy, or delete it and run 'openfuse queue rebuild'"));
        Instant now = clock.instant();
        queue.oldestOnTheirWay().forEach((target, since) -> {
            if (Duration.between(since, now).compareTo(LONGEST_WAIT) > 0) {
                add(
                        "queue",
                        "the oldest delivery to " + target + " has waited since " + since,
                        "'openfuse queue list' shows the result of its last try");
            }
        });
        running(queue, now);
    }

    private void running(DeliveryQueue queue, Instant now) throws StoreException {
        Optional<String> holder = StoreLock.holder(store);
        if (holder.isEmpty()) {
            return; // nobody says that it runs
        }
        String alive = queue.note(DeliveryQueue.ALIVE).orElse(null);
        if (alive == null || Duration.between(Instant.parse(alive), now).compareTo(LONGEST_SILENCE) > 0) {
            add(
                    "gateway",
                    "the gateway that runs (process " + holder.get() + ") "
                            + (alive == null ? "has not written to its queue" : "last wrote to its queue at " + alive)
                            + "; it accepts nothing",
                    "its log says why; correct that, and restart it if it does not resume");
        }
    }

    private void lost(String what) {
        add("queue", what, "run 'openfuse queue rebuild', which enqueues what is in inbox/ and outbox/ again");
    }

    private void add(String about, String what, String mend) {
        findings.add(new Finding(about, what, mend));
    }
}
