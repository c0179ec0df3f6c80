package dev.openfused.gateway.receive;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.MessageFileName;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The door for messages of peers, which they post ({@code POST /inbox}, protocol section 6) or hold for us to fetch. A
 * message is accepted when its own key signed it, recently enough if it was posted, and this store never had it; it is
 * accepted only once its file and its id are on disk, in that order. Unless the installation says otherwise ({@link Admission}), whom the key belongs to is not asked: the inbox
 * takes strangers' mail too, and shows it as theirs.
 *
 * <p>Safe for many threads: of several copies at the same time one is stored. A crash between file and id leaves a file
 * whose id the start-up scan remembers, as it dispatches it or sees it in quarantine.
 */
public final class InboxReceiver {
    /** How far a message's timestamp may be from now, both ways, unless the installation says otherwise. */
    public static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(10);

    private final Admission admission;
    private final DeliveryQueue queue;
    private final MessageVerifier verifier;
    private final Clock clock;
    private final Duration maxAge;
    private final AgentName ownName;
    private final AuditLog audit;
    private final Stripes stripes = new Stripes();
    private final ConcurrentHashMap<MessageId, Stored> storedOnly = new ConcurrentHashMap<>();

    /** A file that is on disk, and where. */
    private record Stored(Shelf shelf, String file) {}

    /**
     * The door of one store.
     *
     * @param admission says who may put how much where
     * @param queue knows the ids of messages
     * @param verifier checks signatures
     * @param clock now
     * @param maxAge how far a message's timestamp may be from now, both ways
     * @param ownName the agent's name, part of file names
     * @param audit gets a line for each message received or refused
     */
    public InboxReceiver(
            Admission admission,
            DeliveryQueue queue,
            MessageVerifier verifier,
            Clock clock,
            Duration maxAge,
            AgentName ownName,
            AuditLog audit) {
        this.admission = admission;
        this.queue = queue;
        this.verifier = verifier;
        this.clock = clock;
        this.maxAge = maxAge;
        this.ownName = ownName;
        this.audit = audit;
    }

    /**
     * Takes one message in.
     *
     * @param body the bytes as they came; they are stored as they came
     * @param recipient whom it was addressed to; one agent lives here, so every name is its own
     * @return what became of it
     * @throws RejectedMessageException {@code MALFORMED…}, {@code BAD_SIGNATURE}, {@code STALE} or {@code UNKNOWN_SENDER}
     * @throws LimitReachedException if it is one too many for now; nothing was accepted
     * @throws StoreException if it can't be stored; nothing was accepted
     * @throws dev.openfused.gateway.queue.QueueException if its id can't be remembered; the sender has to try again
     */
    public Received receive(byte[] body, Optional<String> recipient)
            throws RejectedMessageException, LimitReachedException, StoreException {
        @Nullable String from = null;
        try {
            SignedMessage signed = MessageJson.read(body);
            from = signed.from();
            return accept(verifier.verify(signed), body);
        } catch (RejectedMessageException e) {
            audit.write(refused(recipient, from, e.reason(), e));
            throw e;
        } catch (LimitReachedException e) {
            audit.write(refused(recipient, from, e.limit(), e));
            throw e;
        }
    }

    /**
     * Takes in a message that we fetched from a peer ourselves: however old it is, as it waited there, and as often as we
     * like.
     *
     * @param signed the message; nothing else of what the peer gave is stored
     * @param peer who held it
     * @param kept how the peer goes on holding it, if nothing can be acknowledged there; null if it is acknowledged
     * @return what became of it; also a file of the same name and bytes makes it a known one
     * @throws RejectedMessageException {@code MALFORMED…}, {@code BAD_SIGNATURE} or {@code UNKNOWN_SENDER}
     * @throws LimitReachedException if there is no room for it; nothing was accepted
     * @throws StoreException if it can't be stored; nothing was accepted
     * @throws dev.openfused.gateway.queue.QueueException if its id can't be remembered; it has to be fetched again
     */
    public Received collect(SignedMessage signed, AgentName peer, @Nullable KeptMail kept)
            throws RejectedMessageException, LimitReachedException, StoreException {
        byte[] json = MessageJson.writeBounded(signed);
        AuthenticMessage message = verifier.verify(signed);
        MessageId id = message.id();
        ReentrantLock stripe = stripes.of(id);
        stripe.lock();
        try {
            String name = kept != null
                    ? kept.name()
                    : MessageFileName.collected(
                                    message.signed().timestamp(),
                                    message.signed().from(),
                                    ownName)
                            .value();
            if (queue.isKnown(id)
                    || (!storedOnly.containsKey(id)
                            && admission.shelf(message).folder().holds(name, json))) {
                return new Received(Received.Outcome.KNOWN, id, null);
            }
            boolean forgotten = kept != null && message.signedAt().isBefore(kept.forgottenBefore());
            return store(message, json, () -> {
                Stored stored = put(message, json, admission.shelf(message), name, peer.value());
                if (forgotten) {
                    rememberForNobody(stored, message, json);
                }
                return stored;
            });
        } finally {
            stripe.unlock();
        }
    }

    private void rememberForNobody(Stored stored, AuthenticMessage message, byte[] json) {
        if (stored.shelf().decision() == Decision.RECEIVED) {
            queue.dispatch(
                    new SeenFile(
                            "inbox",
                            stored.file(),
                            message.id(),
                            String.valueOf(message.fingerprint()),
                            null,
                            List.of()),
                    json);
        }
    }

    private static AuditEntry refused(
            Optional<String> recipient, @Nullable String from, Enum<?> kind, Exception refusal) {
        return AuditEntry.of(Decision.REFUSED)
                .with("door", recipient.map(name -> "inbox/" + name).orElse("inbox"))
                .with("from", from)
                .with("kind", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .reason(String.valueOf(refusal.getMessage()));
    }

    private Received accept(AuthenticMessage message, byte[] body)
            throws RejectedMessageException, LimitReachedException, StoreException {
        MessageId id = message.id();
        ReentrantLock stripe = stripes.of(id);
        stripe.lock();
        try {
            if (queue.isKnown(id)) {
                storedOnly.remove(id);
                return new Received(Received.Outcome.KNOWN, id, null);
            }
            Instant now = clock.instant();
            requireFresh(message, now);
            return store(message, body, () -> put(message, body, admission.admit(message), nameOf(message, now), null));
        } finally {
            stripe.unlock();
        }
    }

    private void requireFresh(AuthenticMessage message, Instant now) throws RejectedMessageException {
        if (Duration.between(message.signedAt(), now).abs().compareTo(maxAge) > 0) {
            throw new RejectedMessageException(
                    Reason.STALE,
                    "message from '" + VisibleText.of(message.signed().from()) + "' was signed at "
                            + VisibleText.of(message.signed().timestamp()) + ", more than " + maxAge.toMinutes()
                            + " minutes from now (" + now + "); sign it again, and check both clocks");
        }
    }

    /** Puts a message on a shelf. */
    private interface Putting {
        Stored put() throws RejectedMessageException, LimitReachedException, StoreException;
    }

    /** File first, then id: a crash in between leaves too much, never too little. */
    private Received store(AuthenticMessage message, byte[] body, Putting putting)
            throws RejectedMessageException, LimitReachedException, StoreException {
        MessageId id = message.id();
        Stored stored = storedOnly.get(id);
        if (stored == null) {
            stored = putting.put();
            storedOnly.put(id, stored); // until its id is remembered too; if that fails, a retry stores no second file
        }
        stored.shelf().enter(stored.file(), message, body);
        storedOnly.remove(id);
        return new Received(Received.Outcome.STORED, id, stored.file());
    }

    private Stored put(AuthenticMessage message, byte[] body, Shelf shelf, String name, @Nullable String peer)
            throws LimitReachedException, StoreException {
        String file = shelf.put(name, body);
        audit.write(AuditEntry.of(shelf.decision())
                .id(message.id())
                .from(message.signed().from())
                .file(file)
                .with("peer", peer));
        return new Stored(shelf, file);
    }

    private String nameOf(AuthenticMessage message, Instant receipt) {
        return MessageFileName.accepted(
                        receipt, message.signed().from(), message.fingerprint().fp8(), ownName)
                .value();
    }
}
