package dev.openfused.gateway.sync;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.message.WaitingMail.Batch;
import dev.openfused.gateway.message.WaitingMail.Waiting;
import dev.openfused.gateway.receive.InboxReceiver;
import dev.openfused.gateway.receive.KeptMail;
import dev.openfused.gateway.receive.LimitReachedException;
import dev.openfused.gateway.receive.Received;
import dev.openfused.gateway.store.PeerFiles;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.sync.SyncProgress.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the mail that a peer holds for us. A message is acknowledged once it is on disk, or was before; one that our inbox
 * does not take stays where it is.
 */
final class MailPull {
    private static final int BATCH = 100;

    /** The most of one exchange; the next one goes on. */
    private static final int MOST = 10_000;

    private final AgentName peer;
    private final PeerSource source;
    private final PeerSource.Self self;
    private final InboxReceiver inbox;
    private final Instant forgottenBefore;
    private final Set<String> remembered;
    private final Lines warnings;
    private final SyncProgress progress;
    private final Set<String> offered = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private int stored;

    /**
     * A pull.
     *
     * @param peer of whom
     * @param source the way there
     * @param self who we are
     * @param inbox takes mail in
     * @param forgottenBefore ids of messages that were signed before this may be forgotten
     * @param remembered mail that we have and that still waits there; kept up to date if nothing can be acknowledged
     * @param warnings told what stays there
     * @param progress told how it gets on
     */
    MailPull(
            AgentName peer,
            PeerSource source,
            PeerSource.Self self,
            InboxReceiver inbox,
            Instant forgottenBefore,
            Set<String> remembered,
            Lines warnings,
            SyncProgress progress) {
        this.peer = peer;
        this.source = source;
        this.self = self;
        this.inbox = inbox;
        this.forgottenBefore = forgottenBefore;
        this.remembered = remembered;
        this.warnings = warnings;
        this.progress = progress;
    }

    /**
     * Fetches all, or as much as there is room for.
     *
     * @throws IOException if the peer does not answer, or refuses; what came before is kept
     * @throws StoreException if a message can't be stored; it is not acknowledged
     */
    void run() throws IOException, StoreException {
        String after = null;
        Batch batch;
        do {
            batch = source.mail(self, after, this::isWanted, BATCH);
            progress.expected(Kind.MAIL, batch.messages().size(), size(batch));
            for (Waiting message : batch.messages()) {
                seen.add(message.file());
                if (!take(message)) {
                    return;
                }
                progress.moved(Kind.MAIL, size(message));
                after = message.file().isEmpty() ? after : message.file();
            }
        } while (!batch.last() && !batch.messages().isEmpty() && seen.size() < MOST);
        if (batch.last()) {
            remembered.retainAll(offered);
        }
    }

    private boolean isWanted(String file) {
        offered.add(file);
        return !seen.contains(file) && !remembered.contains(file);
    }

    private static long size(Batch batch) {
        return batch.messages().stream().mapToLong(MailPull::size).sum();
    }

    /** About: in characters. */
    private static long size(Waiting message) {
        return message.json() == null ? 0 : message.json().length();
    }

    /** Whether there may be room for more. */
    private boolean take(Waiting message) throws IOException, StoreException {
        String json = message.json();
        if (json == null) {
            warnings.add("a message of it is too large, and stays there: " + VisibleText.of(message.file()));
            return true;
        }
        try {
            Received received = inbox.collect(json.getBytes(StandardCharsets.UTF_8), peer, kept(message.file()));
            stored += received.outcome() == Received.Outcome.STORED ? 1 : 0;
        } catch (RejectedMessageException e) {
            warnings.add("a message of it is not taken, and stays there: " + e.getMessage());
            return true;
        } catch (LimitReachedException e) {
            warnings.add("its mail stays there for now: " + e.getMessage());
            return false;
        }
        if (!source.acknowledges()) {
            remembered.add(message.file());
            return true;
        }
        List<String> file = names(message.file());
        if (file == null) {
            warnings.add("a message of it says to stand in '" + VisibleText.of(message.file())
                    + "', and is not acknowledged");
        } else {
            source.acknowledge(self, file);
        }
        return true;
    }

    /** What can't be acknowledged is called here as it is there: whoever looks at both sees that it is the same. */
    private @Nullable KeptMail kept(String file) {
        List<String> names = source.acknowledges() ? null : names(file);
        return names == null ? null : new KeptMail(names.get(names.size() - 1), forgottenBefore);
    }

    /** A directory and a file, or a file; null if it leads anywhere else. */
    private static @Nullable List<String> names(String file) {
        List<String> names = List.of(file.split("/", -1));
        return names.size() <= 2 && names.stream().allMatch(PeerFiles::isName) ? names : null;
    }

    int stored() {
        return stored;
    }
}
