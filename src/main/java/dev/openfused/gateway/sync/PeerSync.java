package dev.openfused.gateway.sync;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.QueueException;
import dev.openfused.gateway.receive.InboxReceiver;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.PeerFiles;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.SyncLock;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges with peers, one exchange per peer at a time, between all processes: first their mail for us, then what they show.
 * Whatever a peer does, the outcome is a report; the next exchange goes on where this one ended. Safe for many threads.
 */
public final class PeerSync {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSync.class);

    private final Store store;
    private final InboxReceiver inbox;
    private final SyncLimits limits;
    private final Clock clock;
    private final SyncProgress progress;

    /**
     * For one store.
     *
     * @param store where things go
     * @param inbox takes mail in
     * @param limits what is put up with from one peer
     * @param clock now
     * @param progress told how exchanges get on
     */
    public PeerSync(Store store, InboxReceiver inbox, SyncLimits limits, Clock clock, SyncProgress progress) {
        this.store = store;
        this.inbox = inbox;
        this.limits = limits;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Whether a peer is to be asked now.
     *
     * @param peer whom; its name is a valid one
     * @param pace how often
     * @return false while it is left alone, as it did not answer
     */
    public boolean isDue(Mesh.Peer peer, Pace pace) {
        try {
            return PeerState.of(store.peerFiles(new AgentName(peer.name())), peer.url())
                    .isDue(clock.instant(), pace);
        } catch (StoreException e) {
            return true; // the exchange says so
        }
    }

    /**
     * One exchange, after which it is known how the peer is doing.
     *
     * @param peer with whom; its name is a valid one
     * @param source the way there
     * @param pace how often it is asked
     * @param wanted whether the outcome is to be remembered: not if the way was closed meanwhile, which is no fault of the peer's
     * @return what came of it
     */
    public SyncReport run(Mesh.Peer peer, PeerSource source, Pace pace, BooleanSupplier wanted) {
        try {
            Optional<SyncLock> lock = SyncLock.tryTake(store, peer.name());
            if (lock.isEmpty()) {
                return SyncReport.failed(peer.name(), "it is being synced right now by somebody else; try again later");
            }
            try (SyncLock held = lock.get()) {
                PeerFiles files = store.peerFiles(new AgentName(peer.name()));
                PeerState before = PeerState.of(files, peer.url());
                SyncReport report = exchange(new AgentName(peer.name()), source);
                if (wanted.getAsBoolean()) {
                    before.after(report, clock.instant(), pace).save(files, peer.url());
                }
                return report;
            }
        } catch (StoreException e) {
            return SyncReport.failed(peer.name(), String.valueOf(e.getMessage()));
        }
    }

    private SyncReport exchange(AgentName peer, PeerSource source) {
        try {
            return new Exchange(peer, source).run();
        } catch (StoreException e) {
            return SyncReport.failed(peer.value(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // Whatever a peer brought about is this exchange's affair: the thread that asks all others goes on.
            LOG.error("the exchange with {} broke off", peer, e);
            return SyncReport.failed(peer.value(), "the exchange broke off: " + VisibleText.of(e.toString()));
        }
    }

    /** The state of one exchange. */
    private final class Exchange {
        private final AgentName peer;
        private final PeerSource source;
        private final PeerFiles files;
        private final Lines faults = new Lines();
        private final Lines warnings = new Lines();
        private boolean away;
        private boolean pushOnly;

        Exchange(AgentName peer, PeerSource source) {
            this.peer = peer;
            this.source = source;
            this.files = store.peerFiles(peer);
        }

        SyncReport run() throws StoreException {
            SyncMemory memory = SyncMemory.of(files);
            FilePull pull =
                    new FilePull(peer.value(), source, files, memory, limits, clock, faults, warnings, progress);
            int messages;
            try {
                messages = fetchMail(memory);
                if (!away && !pushOnly) {
                    fetchFiles(pull);
                }
            } finally {
                memory.save(files);
            }
            if (faults.count() == 0) {
                files.synced(clock.instant());
            }
            return new SyncReport(
                    peer.value(),
                    messages,
                    memory.count(),
                    pull.added(),
                    pull.changed(),
                    pull.removed(),
                    faults.all(),
                    warnings.all(),
                    away);
        }

        private int fetchMail(SyncMemory memory) throws StoreException {
            MailPull pull = new MailPull(
                    peer,
                    source,
                    new PeerSource.Self(store.mesh().read().name(), store.keys()),
                    inbox,
                    clock.instant().minus(limits.memory()),
                    memory,
                    faults,
                    warnings,
                    progress);
            try {
                pull.run();
            } catch (PushOnlyException e) {
                pushOnly = true;
                warnings.add(String.valueOf(e.getMessage()));
            } catch (PeerRefusedException e) {
                faults.add(new IOException("its mail for us: " + e.getMessage(), e));
            } catch (IOException e) {
                faults.add(e);
                away = true;
            } catch (StoreException | QueueException e) {
                faults.add(e);
            }
            return pull.stored();
        }

        private void fetchFiles(FilePull pull) {
            try {
                pull.run();
            } catch (IOException | StoreException e) {
                faults.add(e);
            }
        }
    }
}
