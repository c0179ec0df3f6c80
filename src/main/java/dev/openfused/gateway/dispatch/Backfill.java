package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Since;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a bridge messages that were there before it. Only what was dispatched already: what was not comes by the usual
 * way, for all bridges. Safe to be run again after it was cut short, as the queue knows who had what.
 */
final class Backfill {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

    private final String source;
    private final Reader reader;
    private final InboxScan files;
    private final DeliveryQueue queue;

    Backfill(String source, Reader reader, InboxScan files, DeliveryQueue queue) {
        this.source = source;
        this.reader = reader;
        this.files = files;
        this.queue = queue;
    }

    /** Reads a file; empty if it is gone, or can't be read. */
    interface Reader {
        Optional<SourceFolder.Entry> read(String file) throws StoreException;
    }

    /** All bridges that wait for it, one caller at a time. */
    synchronized void run(StartPoints startPoints) throws StoreException {
        for (Bridge bridge : startPoints.toBackfill()) {
            run(bridge);
            startPoints.backfilled(bridge);
        }
    }

    private void run(Bridge bridge) throws StoreException {
        int[] entered = {0};
        files.forEachSeen(file -> {
            Optional<SourceFolder.Entry> entry = reader.read(file);
            if (entry.isPresent()) {
                entered[0] += enter(bridge, file, entry.get());
            }
        });
        LOG.info("bridge {}: {} older messages entered", bridge.name(), entered[0]);
    }

    private int enter(Bridge bridge, String file, SourceFolder.Entry entry) throws StoreException {
        OpenedMessage message = entry.message();
        if (!bridge.accept().couldAccept(message) || !isSince(bridge.since(), message)) {
            return 0;
        }
        return queue.backfill(
                InboxDispatcher.seen(source, file, message, List.of(InboxDispatcher.target(bridge))),
                entry.envelope().seal());
    }

    private static boolean isSince(Since since, OpenedMessage message) {
        Instant from = since.instant();
        if (from == null) {
            return since.start() == Since.Start.ALL;
        }
        try {
            return !Rfc3339.parse(message.timestamp()).isBefore(from);
        } catch (IllegalArgumentException e) {
            return false; // no time, so nobody can say it is recent enough
        }
    }
}
