package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.dispatch.DeadNotices;
import dev.openfused.gateway.dispatch.OwnBroadcasts;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.FileCopy;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens what the queue holds, by where it came from. */
final class EnvelopeOpener {
    /** Where the queue says that a message is our own: a copy of a broadcast, or a notice. */
    private static final Set<String> OWN = Set.of(OwnBroadcasts.NAME, DeadNotices.SOURCE);

    private static final String SHARED = "shared";

    /** Where the queue says that what it holds is a copy of a plain file. */
    private static final Set<String> FILES = Set.of(SHARED, "workspace");

    private final StoreOpener opener;

    EnvelopeOpener(StoreOpener opener) {
        this.opener = opener;
    }

    /** What came of it, and the file that it is a copy of, if it is one. */
    record Opened(OpenedMessage message, @Nullable FileCopy file) {}

    Opened open(String source, String fileName, byte[] envelope) throws StoreException, RejectedMessageException {
        if (FILES.contains(source)) {
            FileCopy copy = opener.copy(envelope);
            return new Opened(opener.judge(copy, source.equals(SHARED)), copy);
        }
        return new Opened((OWN.contains(source) ? opener.own() : opener.current()).open(fileName, envelope), null);
    }
}
