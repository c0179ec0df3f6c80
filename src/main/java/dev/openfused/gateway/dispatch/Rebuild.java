package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.bridge.Source;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fills a queue whose state was lost from the files on disk: those in the outbox for peers, and those in the inbox, not
 * archived, for each bridge that has no delivery of them in this queue. What the lost queue delivered is not known, so it may
 * go out once more, under the same ids.
 */
public final class Rebuild {
    private final Store store;
    private final CurrentOpener openers;
    private final DeliveryQueue queue;
    private final List<Bridge> bridges;

    /**
     * A rebuild.
     *
     * @param store whose files
     * @param openers judges them
     * @param queue is filled
     * @param bridges of this store; those that are off, inward or carry something else get nothing
     */
    public Rebuild(Store store, CurrentOpener openers, DeliveryQueue queue, Collection<Bridge> bridges) {
        this.store = store;
        this.openers = openers;
        this.queue = queue;
        this.bridges = bridges.stream()
                .filter(bridge -> bridge.enabled() && bridge.direction() == Direction.OUT)
                .filter(bridge -> bridge.carries(Source.INBOX))
                .toList();
    }

    /**
     * Enters what is missing. Safe to be run again, and beside a running gateway.
     *
     * @param since older messages of the inbox are left out; null for all
     * @return how many deliveries were entered
     * @throws StoreException if the store can't be read
     */
    public int run(@Nullable Instant since) throws StoreException {
        int before = onTheirWay();
        new OutboxDispatcher(store, openers, queue, entry -> {}).scan();
        try (var names = store.inbox().names()) {
            for (String file : (Iterable<String>) names.filter(InboxScan::isMessage)::iterator) {
                enter(file, since);
            }
        }
        return onTheirWay() - before;
    }

    private int onTheirWay() {
        return queue.counts().values().stream()
                .flatMap(states -> states.values().stream())
                .mapToInt(Long::intValue)
                .sum();
    }

    private void enter(String file, @Nullable Instant since) throws StoreException {
        Optional<byte[]> content;
        try {
            content = store.inbox().read(file);
        } catch (StoreException e) {
            if (e.isFault()) {
                throw e;
            }
            return; // no message, and said to be none by the gateway
        }
        if (content.isEmpty()) {
            return;
        }
        OpenedMessage message = openers.current().judge(file, content.get());
        List<Target> targets = bridges.stream()
                .filter(bridge -> bridge.accept().couldAccept(message))
                .map(InboxDispatcher::target)
                .toList();
        if (!targets.isEmpty() && isSince(since, message)) {
            queue.backfill(InboxDispatcher.seen(InboxDispatcher.SOURCE, file, message, targets), content.get());
        }
    }

    private static boolean isSince(@Nullable Instant since, OpenedMessage message) {
        if (since == null) {
            return true;
        }
        try {
            return !Rfc3339.parse(message.timestamp()).isBefore(since);
        } catch (IllegalArgumentException e) {
            return false; // no time, so nobody can say it is recent enough
        }
    }
}
