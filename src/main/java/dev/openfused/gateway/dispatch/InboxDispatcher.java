package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Source;
import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.CiphertextClaim;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.QueueException;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.receive.AcceptedFiles;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters each inbox file, however it got there, once into the queue of every bridge whose {@code accept} lets its sender
 * through. Judged by standing only, without decrypting; the content is judged again at delivery.
 */
public final class InboxDispatcher implements FileDispatcher, AcceptedFiles {
    static final String SOURCE = "inbox";

    /** Set once what was there before the gateway's very first start is recorded, for nobody. */
    static final String BASELINE = "baseline:inbox";

    /** How soon to come back when the database or the store can't be read. */
    static final Duration SOON = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(InboxDispatcher.class);

    private final Inbox inbox;
    private final CurrentOpener openers;
    private final DeliveryQueue queue;
    private final StartPoints startPoints;
    private final AuditLog audit;
    private final Clock clock;
    private final InboxScan files;
    private final Backfill backfill;
    private final QuarantineMemory quarantine;
    private final BroughtFiles brought = new BroughtFiles();
    private final SettlingFiles settling = new SettlingFiles(System::nanoTime);
    private final Faults faults = new Faults(LOG);
    private final OddFiles oddFiles;
    private final AtomicBoolean caughtUp = new AtomicBoolean();

    /**
     * A dispatcher. Call {@link #prepare} before anything is received.
     *
     * @param inbox the files
     * @param openers judges them
     * @param queue remembers them
     * @param audit told of each decision
     * @param clock gives the time of the first start
     */
    public InboxDispatcher(Inbox inbox, CurrentOpener openers, DeliveryQueue queue, AuditLog audit, Clock clock) {
        this.inbox = inbox;
        this.openers = openers;
        this.queue = queue;
        this.startPoints = new StartPoints(Source.INBOX, queue, clock);
        this.audit = audit;
        this.oddFiles = new OddFiles(audit);
        this.clock = clock;
        this.files = InboxScan.of(inbox, queue);
        this.backfill = new Backfill(SOURCE, this::older, files, queue);
        this.quarantine = new QuarantineMemory(inbox.quarantine(), openers, queue);
    }

    /**
     * On the very first start of a gateway over this store, records all files that are there for nobody: they are old mail,
     * not news. Later it does nothing. Must be over before messages are received.
     *
     * @throws StoreException if the inbox can't be read
     */
    public void prepare() throws StoreException {
        if (queue.note(BASELINE).isPresent()) {
            return;
        }
        MessageOpener opener = openers.current();
        long recorded = files.recordUnseen(names -> names.parallelStream()
                .flatMap(file ->
                        read(file).map(content -> seen(SOURCE, file, opener.judge(file, content), List.of())).stream())
                .toList());
        queue.setNote(BASELINE, clock.instant().toString());
        LOG.info("first start: {} files in the inbox are left as they are", recorded);
    }

    /**
     * Says which bridges run from now on. One that is switched on for the first time starts now, after a backfill if it
     * asks for one, or when the start-up scan is over; one that is missing gets nothing more, and what waits for it stays
     * in the queue.
     *
     * @param bridges all that run, in either direction
     */
    public void running(Collection<Bridge> bridges) {
        startPoints.running(
                bridges.stream().filter(bridge -> bridge.carries(Source.INBOX)).toList());
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
        BroughtFiles.Stage stage = brought.take(file);
        if (stage != null) {
            return stage == BroughtFiles.Stage.ENTERED ? Optional.empty() : Optional.of(SOON);
        }
        try {
            if (queue.unseen(SOURCE, List.of(file)).isEmpty()) {
                return Optional.empty();
            }
            return dispatchUnseen(file);
        } catch (QueueException e) {
            faults.tell(String.valueOf(e.getMessage()));
            return Optional.of(SOON);
        }
    }

    private Optional<Duration> dispatchUnseen(String file) {
        Optional<byte[]> content = read(file);
        if (content.isEmpty()) {
            settling.forget(file);
            return Optional.empty();
        }
        try {
            return enter(file, content.get());
        } catch (StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            return Optional.of(SOON);
        }
    }

    /** What can't be read at all (a link, a folder, too large) is told of once and left to later scans. */
    private Optional<byte[]> read(String file) {
        try {
            return inbox.read(file);
        } catch (StoreException e) {
            if (e.isFault()) {
                faults.tell(String.valueOf(e.getMessage()));
            } else {
                oddFiles.refuse(file, String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }
    }

    private Optional<SourceFolder.Entry> older(String file) throws StoreException {
        Optional<byte[]> content = read(file);
        return content.isEmpty()
                ? Optional.empty()
                : Optional.of(new SourceFolder.Entry(
                        openers.current().judge(file, content.get()), content.get(), true, content::get));
    }

    private Optional<Duration> enter(String file, byte[] content) throws StoreException {
        OpenedMessage message = openers.current().judge(file, content);
        if (message.fingerprint() == null) {
            Optional<Duration> wait = settling.patience(file, content);
            if (wait.isPresent()) {
                return wait;
            }
        }
        enter(file, message, content);
        settling.forget(file);
        return Optional.empty();
    }

    @Override
    public void expect(String name) {
        brought.expect(name);
    }

    @Override
    public void enter(String file, AuthenticMessage message, byte[] content) throws StoreException {
        enter(file, openers.current().judge(message), content);
        brought.entered(file);
    }

    @Override
    public void setAside(String file, AuthenticMessage message) {
        quarantine.remember(file, message);
    }

    @Override
    public Map<String, String> senders(Collection<String> names) {
        return queue.senders(SOURCE, names);
    }

    private void enter(String file, OpenedMessage message, byte[] content) {
        List<Target> targets = startPoints.started().stream()
                .filter(b -> b.accept().couldAccept(message))
                .map(InboxDispatcher::target)
                .toList();
        SeenFile seen = seen(SOURCE, file, message, targets);
        DeliveryQueue.Dispatched came = queue.dispatch(seen, content);
        if (came == DeliveryQueue.Dispatched.RECLAIMED) {
            reclaim(seen, message);
        }
        write(file, message, targets, came);
    }

    /** Who posts another's ciphertext first keeps nothing from whom the keyring stands up for. */
    private void reclaim(SeenFile seen, OpenedMessage message) {
        String why = "the same ciphertext came from '" + VisibleText.of(message.from()) + "' ("
                + message.standing().status() + ") too; it may have been stolen";
        for (MessageId copy : queue.reclaim(seen, why)) {
            audit.write(AuditEntry.of(Decision.DROPPED).id(copy).reason(why));
        }
    }

    private void write(String file, OpenedMessage message, List<Target> targets, DeliveryQueue.Dispatched came) {
        if (message.fingerprint() == null && targets.isEmpty()) {
            oddFiles.refuse(entry(Decision.REFUSED, file, message).with("reason", message.reason()));
            return; // known or not: each of several empty files is one that somebody has to remove
        }
        AuditEntry entry = entry(Decision.DISPATCHED, file, message);
        switch (came) {
            case KNOWN -> LOG.debug("{} holds a message that was dispatched before", file);
            case STOLEN ->
                audit.write(entry(Decision.REFUSED, file, message)
                        .reason("another agent sent the same ciphertext first; it may have been stolen"));
            case ENTERED, RECLAIMED -> {
                targets.forEach(target -> audit.write(entry.target(target.value())));
                if (targets.isEmpty()) {
                    audit.write(entry.with("target", "none").with("reason", message.reason()));
                }
            }
        }
    }

    private static AuditEntry entry(Decision decision, String file, OpenedMessage message) {
        return AuditEntry.of(decision).id(message.id()).from(message.from()).file(file);
    }

    @Override
    public Optional<Duration> scan() {
        Soonest soonest = new Soonest();
        try {
            files.forEachUnseen(file -> soonest.add(dispatchUnseen(file)));
            oddFiles.scanned();
            if (caughtUp.compareAndSet(false, true)) {
                startPoints.caughtUp();
            }
            backfill.run(startPoints);
            files.forgetVanished();
            scanQuarantine();
        } catch (QueueException | StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            soonest.add(Optional.of(SOON));
        }
        return soonest.get();
    }

    /** Nobody waits for what is in quarantine: what can't be read now is left to the next scan. */
    private void scanQuarantine() {
        try {
            quarantine.scan();
        } catch (StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
        }
    }

    static Target target(Bridge bridge) {
        return Target.bridge(bridge.name().value());
    }

    static SeenFile seen(String source, String file, OpenedMessage message, List<Target> targets) {
        Fingerprint signer = message.fingerprint();
        String sender = signer == null ? VisibleText.of(message.from()) : signer.value();
        return new SeenFile(source, file, message.id(), sender, claim(message), targets);
    }

    /** Only a good signature claims: or anybody could keep the genuine message from being dispatched. */
    private static @Nullable CiphertextClaim claim(OpenedMessage message) {
        String digest = message.fingerprint() == null ? null : message.ciphertextDigest();
        return digest == null
                ? null
                : new CiphertextClaim(digest, message.rejection() != Reason.STOLEN_CIPHERTEXT, message::outranks);
    }
}
