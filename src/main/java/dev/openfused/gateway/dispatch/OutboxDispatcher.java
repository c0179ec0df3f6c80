package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.QueueException;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters each outbox file once into the queue of the peer it is for, if that peer has an http(s) or ssh address. Files for others
 * stay as they are: their recipients fetch them, or get an address later.
 */
public final class OutboxDispatcher implements FileDispatcher {
    private static final String SOURCE = "outbox/";
    private static final int PAGE = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(OutboxDispatcher.class);

    private final Store store;
    private final Outbox outbox;
    private final CurrentOpener openers;
    private final DeliveryQueue queue;
    private final AuditLog audit;
    private final SettlingFiles settling = new SettlingFiles(System::nanoTime);
    private final Faults faults = new Faults(LOG);

    /**
     * A dispatcher.
     *
     * @param store whose outbox and peers
     * @param openers reads the ids of messages
     * @param queue remembers them
     * @param audit told of each decision
     */
    public OutboxDispatcher(Store store, CurrentOpener openers, DeliveryQueue queue, AuditLog audit) {
        this.store = store;
        this.outbox = store.outbox();
        this.openers = openers;
        this.queue = queue;
        this.audit = audit;
    }

    @Override
    public Optional<Duration> dispatch(String file) {
        int slash = file.indexOf('/');
        Outbox.Entry entry = new Outbox.Entry(slash < 0 ? "" : file.substring(0, slash), file.substring(slash + 1));
        if (!entry.file().endsWith(".json") || entry.file().contains("/")) {
            return Optional.empty();
        }
        try {
            Optional<Target> target = PeerTargets.of(entry, store.mesh().read());
            if (target.isEmpty()
                    || queue.unseen(source(entry), List.of(entry.file())).isEmpty()) {
                return Optional.empty();
            }
            return dispatchUnseen(entry, target.get());
        } catch (QueueException | StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            return Optional.of(InboxDispatcher.SOON);
        }
    }

    private Optional<Duration> dispatchUnseen(Outbox.Entry entry, Target target) throws StoreException {
        byte[] content;
        try {
            content = outbox.read(entry);
        } catch (StoreException e) {
            LOG.debug("left to the next scan: {}", e.getMessage());
            settling.forget(path(entry));
            return Optional.empty();
        }
        OpenedMessage message = openers.current().judge(entry.file(), content);
        if (message.fingerprint() != null) {
            enter(entry, target, message, content);
            return Optional.empty();
        }
        Optional<Duration> wait = settling.patience(path(entry), content);
        if (wait.isEmpty()) {
            park(entry, target, message);
        }
        return wait;
    }

    private void enter(Outbox.Entry entry, Target target, OpenedMessage message, byte[] content) {
        SeenFile seen = new SeenFile(
                source(entry),
                entry.file(),
                message.id(),
                String.valueOf(message.fingerprint()),
                null,
                List.of(target));
        boolean entered =
                switch (queue.dispatch(seen, content)) {
                    case ENTERED, RECLAIMED -> true;
                    case KNOWN -> queue.backfill(seen, content) > 0; // one message for several peers: each gets it
                    case STOLEN -> false;
                };
        settling.forget(path(entry));
        if (entered) {
            audit.write(AuditEntry.of(Decision.DISPATCHED)
                    .id(message.id())
                    .from(message.from())
                    .file(path(entry))
                    .target(target.value()));
        }
    }

    private void park(Outbox.Entry entry, Target target, OpenedMessage message) throws StoreException {
        String reason = String.valueOf(message.reason());
        outbox.failed(entry, reason);
        settling.forget(path(entry));
        audit.write(AuditEntry.of(Decision.REFUSED)
                .id(message.id())
                .file(path(entry))
                .target(target.value())
                .reason(reason));
    }

    @Override
    public Optional<Duration> scan() {
        Soonest soonest = new Soonest();
        try {
            Mesh mesh = store.mesh().read();
            Map<String, List<String>> waiting = new TreeMap<>();
            for (Outbox.Entry entry : outbox.waiting()) {
                waiting.computeIfAbsent(entry.directory(), d -> new ArrayList<>())
                        .add(entry.file());
            }
            for (Map.Entry<String, List<String>> directory : waiting.entrySet()) {
                scan(directory.getKey(), directory.getValue(), mesh, soonest);
            }
        } catch (QueueException | StoreException e) {
            faults.tell(String.valueOf(e.getMessage()));
            soonest.add(Optional.of(InboxDispatcher.SOON));
        }
        return soonest.get();
    }

    private void scan(String directory, List<String> files, Mesh mesh, Soonest soonest) throws StoreException {
        String source = SOURCE + directory;
        Set<String> unseen = queue.unseen(source, files);
        for (String file : files) {
            Outbox.Entry entry = new Outbox.Entry(directory, file);
            Optional<Target> target = unseen.contains(file) ? PeerTargets.of(entry, mesh) : Optional.empty();
            if (target.isPresent()) {
                soonest.add(dispatchUnseen(entry, target.get()));
            }
        }
        forgetVanished(source, Set.copyOf(files));
    }

    private void forgetVanished(String source, Set<String> present) {
        List<String> page = queue.files(source, "", PAGE);
        while (!page.isEmpty()) {
            List<String> gone = page.stream().filter(f -> !present.contains(f)).toList();
            queue.forget(source, gone);
            page = queue.files(source, page.get(page.size() - 1), PAGE);
        }
    }

    private static String source(Outbox.Entry entry) {
        return SOURCE + entry.directory();
    }

    private static String path(Outbox.Entry entry) {
        return entry.directory().isEmpty() ? entry.file() : entry.directory() + '/' + entry.file();
    }
}
