package dev.openfused.gateway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.QueueException;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters each file of a {@link SourceFolder} once into the queue of every bridge that carries it. What was there before the
 * first of those bridges ran is recorded for nobody.
 */
public final class SourceDispatcher implements FileDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(SourceDispatcher.class);

    private final SourceFolder folder;
    private final DeliveryQueue queue;
    private final AuditLog audit;
    private final StartPoints startPoints;
    private final InboxScan files;
    private final Backfill backfill;
    private final SettlingFiles settling = new SettlingFiles(System::nanoTime);
    private final Faults faults = new Faults(LOG);
    private List<Bridge> carrying = List.of();
    private volatile boolean started;

    /**
     * A dispatcher.
     *
     * @param folder the files
     * @param queue remembers them
     * @param audit told of each decision
     * @param clock gives the time at which a bridge starts
     */
    public SourceDispatcher(SourceFolder folder, DeliveryQueue queue, AuditLog audit, Clock clock) {
        this.folder = folder;
        this.queue = queue;
        this.audit = audit;
        this.startPoints = new StartPoints(folder.source(), queue, clock);
        this.files = InboxScan.of(folder, queue);
        this.backfill = new Backfill(folder.name(), folder::read, files, queue);
    }

    /**
     * Says which bridges run from now on.
     *
     * @param bridges all that run; those that carry something else are not looked at
     * @return whether any carries this
     */
    public synchronized boolean running(Collection<Bridge> bridges) {
        carrying = bridges.stream()
                .filter(bridge -> bridge.carries(folder.source()))
                .toList();
        start();
        return !carrying.isEmpty();
    }

    /** Nothing is dispatched before it got through: what is then seen for the first time would be for nobody. */
    private synchronized void start() {
        started = false;
        try {
            if (!carrying.isEmpty() && startPoints.noneRanBefore(carrying)) {
                files.recordUnseen(keys -> keys.stream().map(this::unread).toList());
            }
            startPoints.running(carrying);
            started = !carrying.isEmpty();
            backfill.run(startPoints);
        } catch (QueueException | StoreException e) {
            faults.tell(String.valueOf(e.getMessage())); // the next scan goes on
        }
    }

    private synchronized boolean isHeldUp() {
        return !carrying.isEmpty() && !started;
    }

    /** What is recorded for nobody need not be read. */
    private SeenFile unread(String key) {
        MessageId id = MessageId.of(Digests.sha256((folder.name() + ':' + key).getBytes(UTF_8)));
        return new SeenFile(folder.name(), key, id, folder.name(), null, List.of());
    }

    @Override
    public Optional<Duration> dispatch(String file) {
        if (!started) {
            return Optional.empty(); // the first scan after it sees to this file
        }
        try {
            Optional<String> key = folder.key(file);
            return key.isEmpty()
                            || queue.unseen(folder.name(), List.of(key.get())).isEmpty()
                    ? Optional.empty()
                    : dispatchUnseen(key.get());
        } catch (QueueException | StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            return Optional.of(InboxDispatcher.SOON);
        }
    }

    private Optional<Duration> dispatchUnseen(String key) throws StoreException {
        Optional<SourceFolder.Entry> found = read(key);
        if (found.isEmpty()) {
            settling.forget(key);
            return Optional.empty();
        }
        SourceFolder.Entry entry = found.get();
        if (!entry.finished()) {
            Optional<Duration> wait = settling.patience(key, entry.content());
            if (wait.isPresent()) {
                return wait;
            }
        }
        settling.forget(key);
        enter(key, entry);
        return Optional.empty();
    }

    private void enter(String key, SourceFolder.Entry entry) throws StoreException {
        OpenedMessage message = entry.message();
        List<Target> targets = startPoints.started().stream()
                .filter(bridge -> bridge.accept().couldAccept(message))
                .map(InboxDispatcher::target)
                .toList();
        SeenFile seen = InboxDispatcher.seen(folder.name(), key, message, targets);
        if (targets.isEmpty()) {
            queue.record(List.of(seen));
        } else if (queue.dispatch(seen, entry.envelope().seal()).isNew()) {
            targets.forEach(target -> audit.write(AuditEntry.of(Decision.DISPATCHED)
                    .id(message.id())
                    .from(message.from())
                    .file(folder.name() + '/' + key)
                    .target(target.value())));
        }
    }

    /** What can't be read is told of once and left to later scans. */
    private Optional<SourceFolder.Entry> read(String key) {
        try {
            return folder.read(key);
        } catch (StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public Optional<Duration> scan() {
        Soonest soonest = new Soonest();
        if (isHeldUp()) {
            start();
        }
        try {
            if (started) {
                files.forEachUnseen(key -> soonest.add(dispatchUnseen(key)));
                files.forgetVanished();
            }
            startPoints.caughtUp();
            backfill.run(startPoints);
        } catch (QueueException | StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            soonest.add(Optional.of(InboxDispatcher.SOON));
        }
        if (isHeldUp()) {
            soonest.add(Optional.of(InboxDispatcher.SOON));
        }
        return soonest.get();
    }
}
