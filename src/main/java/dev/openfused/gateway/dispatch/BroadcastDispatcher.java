package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Source;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueue.Dispatched;
import dev.openfused.gateway.queue.QueueException;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.store.BroadcastCopies;
import dev.openfused.gateway.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters each own broadcast once into the queue of every bridge with {@code source=broadcasts}: of the copy that is sealed
 * to ourselves, since nobody can open what is sealed to others.
 */
public final class BroadcastDispatcher implements FileDispatcher {
    /** Where the queue remembers files from; deliveries of these are opened as our own. */
    public static final String SOURCE = "outbox/.broadcast";

    private static final String BASELINE = "baseline:broadcast";
    private static final Logger LOG = LoggerFactory.getLogger(BroadcastDispatcher.class);

    private final BroadcastCopies copies;
    private final CurrentOpener openers;
    private final DeliveryQueue queue;
    private final AuditLog audit;
    private final Clock clock;
    private final StartPoints startPoints;
    private final InboxScan files;
    private final Backfill backfill;
    private final SettlingFiles settling = new SettlingFiles(System::nanoTime);
    private final Faults faults = new Faults(LOG);

    /**
     * A dispatcher. Call {@link #prepare} before anything is broadcast.
     *
     * @param copies the files
     * @param openers judges them, and knows ourselves
     * @param queue remembers them
     * @param audit told of each decision
     * @param clock gives the time of the first start
     */
    public BroadcastDispatcher(
            BroadcastCopies copies, CurrentOpener openers, DeliveryQueue queue, AuditLog audit, Clock clock) {
        this.copies = copies;
        this.openers = openers;
        this.queue = queue;
        this.audit = audit;
        this.clock = clock;
        this.startPoints = new StartPoints(queue, clock);
        this.files = InboxScan.of(copies, queue);
        this.backfill = new Backfill(SOURCE, this::read, files, openers, queue);
    }

    /**
     * On the very first start, records what was broadcast before for nobody. Later it does nothing.
     *
     * @throws StoreException if the folder can't be made or read
     */
    public void prepare() throws StoreException {
        copies.directory();
        if (queue.note(BASELINE).isPresent()) {
            return;
        }
        files.recordUnseen(names -> names.stream()
                .flatMap(file -> read(file)
                        .flatMap(content -> judged(file, content))
                        .map(message -> InboxDispatcher.seen(SOURCE, file, message, List.of()))
                        .stream())
                .toList());
        queue.setNote(BASELINE, clock.instant().toString());
    }

    private Optional<OpenedMessage> judged(String file, byte[] content) {
        try {
            return Optional.of(openers.current().judge(file, content));
        } catch (StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * Says which bridges run from now on.
     *
     * @param bridges all that run; those that carry something else are not looked at
     */
    public void running(Collection<Bridge> bridges) {
        startPoints.running(bridges.stream()
                .filter(bridge -> bridge.carries(Source.BROADCASTS))
                .toList());
        try {
            backfill.run(startPoints);
        } catch (QueueException | StoreException e) {
            faults.tell(String.valueOf(e.getMessage())); // its note says so: the next scan goes on
        }
    }

    @Override
    public Optional<Duration> dispatch(String file) {
        if (!InboxScan.isMessage(file)) {
            return Optional.empty();
        }
        try {
            return queue.unseen(SOURCE, List.of(file)).isEmpty() ? Optional.empty() : dispatchUnseen(file);
        } catch (QueueException | StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            return Optional.of(InboxDispatcher.SOON);
        }
    }

    private Optional<Duration> dispatchUnseen(String file) throws StoreException {
        Optional<byte[]> content = read(file);
        if (content.isEmpty()) {
            settling.forget(file);
            return Optional.empty();
        }
        OpenedMessage message = openers.current().judge(file, content.get());
        if (message.fingerprint() == null) {
            Optional<Duration> wait = settling.patience(file, content.get());
            if (wait.isPresent()) {
                return wait;
            }
        }
        settling.forget(file);
        enter(file, message, content.get());
        return Optional.empty();
    }

    private void enter(String file, OpenedMessage message, byte[] content) {
        List<Target> targets = startPoints.started().stream()
                .filter(bridge -> bridge.accept().couldAccept(message))
                .map(InboxDispatcher::target)
                .toList();
        if (queue.dispatch(InboxDispatcher.seen(SOURCE, file, message, targets), content) == Dispatched.ENTERED) {
            targets.forEach(target -> audit.write(AuditEntry.of(Decision.DISPATCHED)
                    .id(message.id())
                    .from(message.from())
                    .file(SOURCE + '/' + file)
                    .target(target.value())));
        }
    }

    private Optional<byte[]> read(String file) {
        try {
            return copies.read(file);
        } catch (StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public Optional<Duration> scan() {
        Soonest soonest = new Soonest();
        try {
            files.forEachUnseen(file -> soonest.add(dispatchUnseen(file)));
            startPoints.caughtUp();
            backfill.run(startPoints);
            files.forgetVanished();
        } catch (QueueException | StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            soonest.add(Optional.of(InboxDispatcher.SOON));
        }
        return soonest.get();
    }
}
