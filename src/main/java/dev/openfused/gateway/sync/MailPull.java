package dev.openfused.gateway.sync;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.WaitingMail.Batch;
import dev.openfused.gateway.message.WaitingMail.Waiting;
import dev.openfused.gateway.receive.InboxReceiver;
import dev.openfused.gateway.receive.KeptMail;
import dev.openfused.gateway.receive.LimitReachedException;
import dev.openfused.gateway.receive.Received;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.sync.SyncProgress.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the mail that a peer holds for us. A message is acknowledged once it is on disk, or was before; one that our inbox
 * does not take stays where it is.
 */
final class MailPull {
    private static final int BATCH = 100;

    /** The most that one exchange stores; the next one goes on. */
    private static final int MOST = 10_000;

    /** The most that is looked at for it: what our inbox does not take stays there, and is offered each time. */
    private static final int MOST_OFFERED = 100_000;

    /** After so many for which there is no room, none is looked for among the others. */
    private static final int MOST_WITHOUT_ROOM = 1_000;

    /** So many that can't be stored are no odd ones: it is the disk. */
    private static final int MOST_FAULTS = 3;

    private final AgentName peer;
    private final PeerSource source;
    private final PeerSource.Self self;
    private final InboxReceiver inbox;
    private final Instant forgottenBefore;
    private final SyncMemory memory;
    private final Lines faults;
    private final Lines warnings;
    private final SyncProgress progress;
    private final Acknowledgements acknowledgements;

    /** By {@link Waiting#key}. */
    private final Set<String> offered = new HashSet<>();

    private String lastOffered = "";
    private int stored;
    private int withoutRoom;
    private int unstored;

    /**
     * A pull.
     *
     * @param peer of whom
     * @param source the way there
     * @param self who we are
     * @param inbox takes mail in
     * @param forgottenBefore ids of messages that were signed before this may be forgotten
     * @param memory knows the mail that we have and that still waits there; kept up to date
     * @param faults told what went wrong on the way
     * @param warnings told what stays there
     * @param progress told how it gets on
     */
    MailPull(
            AgentName peer,
            PeerSource source,
            PeerSource.Self self,
            InboxReceiver inbox,
            Instant forgottenBefore,
            SyncMemory memory,
            Lines faults,
            Lines warnings,
            SyncProgress progress) {
        this.peer = peer;
        this.source = source;
        this.self = self;
        this.inbox = inbox;
        this.forgottenBefore = forgottenBefore;
        this.memory = memory;
        this.faults = faults;
        this.warnings = warnings;
        this.progress = progress;
        this.acknowledgements = new Acknowledgements(source, self, memory);
    }

    /**
     * Fetches all, or as much as there is room for. What is odd about one message holds up no other.
     *
     * @throws IOException if the peer does not answer, or refuses; what came before is kept
     * @throws StoreException if messages can't be stored; they are not acknowledged
     */
    void run() throws IOException, StoreException {
        Set<String> owedBefore = new TreeSet<>(memory.owed());
        try {
            if (takeAll()) {
                memory.retain(offered);
            }
            owedBefore.retainAll(offered);
            acknowledgements.sendAgain(owedBefore);
        } finally {
            acknowledgements.report(faults, warnings);
        }
    }

    /** Whether the peer has offered all it holds. */
    private boolean takeAll() throws IOException, StoreException {
        while (stored < MOST && offered.size() < MOST_OFFERED && withoutRoom < MOST_WITHOUT_ROOM) {
            int before = offered.size();
            Batch batch = source.mail(self, lastOffered.isEmpty() ? null : lastOffered, this::isWanted, BATCH);
            progress.expected(Kind.MAIL, batch.messages().size(), size(batch));
            for (Waiting message : batch.messages()) {
                take(message);
                progress.moved(Kind.MAIL, size(message));
            }
            if (batch.last() || offered.size() == before) {
                return true;
            }
        }
        return false;
    }

    private boolean isWanted(String key) {
        if (!key.isEmpty() && key.charAt(0) != ' ') {
            lastOffered = key;
        }
        return offered.add(key) && !memory.holds(key);
    }

    private static long size(Batch batch) {
        return batch.messages().stream().mapToLong(MailPull::size).sum();
    }

    /** About: in characters, of its text. */
    private static long size(Waiting message) {
        SignedMessage signed = message.message();
        return signed == null ? 0 : signed.message().length();
    }

    private void take(Waiting message) throws StoreException {
        SignedMessage signed = message.message();
        if (signed == null) {
            notTaken(message.problem());
            return;
        }
        try {
            Received received = inbox.collect(signed, peer, kept(message.file()));
            stored += received.outcome() == Received.Outcome.STORED ? 1 : 0;
        } catch (RejectedMessageException e) {
            notTaken(e.getMessage());
            return;
        } catch (LimitReachedException e) {
            if (withoutRoom++ == 0) {
                warnings.add("messages stay at the peer for now: " + e.getMessage());
            }
            return;
        } catch (StoreException e) {
            if (++unstored == MOST_FAULTS) {
                throw e;
            }
            faults.add(e);
            return;
        }
        if (source.acknowledges()) {
            acknowledgements.send(message.key(), message.file());
        } else {
            memory.hold(message.key());
        }
    }

    private void notTaken(@Nullable String why) {
        warnings.add("a message is not accepted and stays at the peer: " + why);
    }

    /** What can't be acknowledged is called here as it is there: whoever looks at both sees that it is the same. */
    private @Nullable KeptMail kept(String file) {
        List<String> names = source.acknowledges() ? null : Acknowledgements.names(file);
        return names == null ? null : new KeptMail(names.get(names.size() - 1), forgottenBefore);
    }

    int stored() {
        return stored;
    }
}
