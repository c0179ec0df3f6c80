package dev.openfused.gateway.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.channel.ChannelMessage;
import dev.openfused.gateway.channel.WebhookPayload;
import dev.openfused.gateway.compose.Composer;
import dev.openfused.gateway.compose.Composition;
import dev.openfused.gateway.compose.Recipients;
import dev.openfused.gateway.compose.Sender;
import dev.openfused.gateway.compose.UnsendableException;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a channel brings in into sealed messages: signed by that channel's own agent, never by the gateway's, so that
 * nobody trusts a stranger's text for the gateway's sake. It is accepted once every message is on disk.
 *
 * <p>A call that carries an id counts once: its id is remembered after its messages are written, so a crash in between
 * may double it at the recipients, but never lose it. Safe for many threads.
 */
public final class ChannelReceiver {
    private static final String SELF = "self";

    private final Store store;
    private final Composer composer;
    private final DeliveryQueue queue;
    private final AuditLog audit;
    private final Conversations conversations;
    private final SenderRates rates = new SenderRates(System::nanoTime);
    private final Stripes stripes = new Stripes();

    /**
     * A receiver.
     *
     * @param store whose channels, recipients and folders
     * @param composer seals and writes
     * @param queue remembers the ids of calls
     * @param bridges gives the bridge of a name as it runs now
     * @param audit gets a line for each message
     */
    public ChannelReceiver(
            Store store,
            Composer composer,
            DeliveryQueue queue,
            Function<String, Optional<Bridge>> bridges,
            AuditLog audit) {
        this.store = store;
        this.composer = composer;
        this.queue = queue;
        this.audit = audit;
        this.conversations = new Conversations(store, queue, bridges);
    }

    /**
     * Takes in one call. An answer to a message that went out by the same kind of channel goes to the agent who sent that;
     * anything else to the bridge's recipients.
     *
     * @param bridge the channel
     * @param message what it brings
     * @param callId what the caller names this call at each try, if it does
     * @return the messages made of it; empty if this call was taken in before
     * @throws UndeliverableException if its recipients are not known, or nobody; nothing was written
     * @throws LimitReachedException if its sender writes too often for now; nothing was written
     * @throws StoreException if a message can't be written; the call can be tried again
     * @throws dev.openfused.gateway.queue.QueueException if the call's id can't be looked up or remembered; likewise
     */
    public Optional<Composition> receive(Bridge bridge, ChannelMessage message, @Nullable String callId)
            throws UndeliverableException, LimitReachedException, StoreException {
        return receive(bridge, null, message, callId);
    }

    /**
     * The same for the agent that the message itself names. Anybody can write any name: one that nobody we know has means
     * nothing.
     *
     * @param bridge the channel
     * @param agent whom the message names, or null
     * @param message what it brings
     * @param callId what the caller names this call at each try, if it does
     * @return the messages made of it; empty if this call was taken in before
     * @throws UndeliverableException if its recipients are not known, or nobody; nothing was written
     * @throws LimitReachedException if its sender writes too often for now; nothing was written
     * @throws StoreException if a message can't be written; the call can be tried again
     */
    public Optional<Composition> receive(
            Bridge bridge, @Nullable String agent, ChannelMessage message, @Nullable String callId)
            throws UndeliverableException, LimitReachedException, StoreException {
        if (callId == null) {
            rates.take(bridge, message.sender());
            return Optional.of(write(bridge, agent, message));
        }
        MessageId id = MessageId.of(Digests.sha256(("hook:" + bridge.name() + ':' + callId).getBytes(UTF_8)));
        ReentrantLock one = stripes.of(id);
        one.lock();
        try {
            if (queue.isKnown(id)) {
                return Optional.empty();
            }
            rates.take(bridge, message.sender());
            Composition composition = write(bridge, agent, message);
            queue.remember(id, composition.copies().get(0).file());
            return Optional.of(composition);
        } finally {
            one.unlock();
        }
    }

    /**
     * Whether a record is one that a bridge of this store sent, come back to us: taken in, it would go round in circles.
     *
     * @param bridge the channel that it came in by
     * @param record as it came
     * @return true if so; the audit log says it
     */
    public boolean isOurOwn(Bridge bridge, byte[] record) {
        Optional<MessageId> own = WebhookPayload.idOf(record).filter(queue::isKnown);
        own.ifPresent(id -> audit.write(AuditEntry.of(Decision.REFUSED)
                .id(id)
                .with("channel", bridge.name().value())
                .reason("a bridge of ours sent it; it is passed over, or it would go round in circles")));
        return own.isPresent();
    }

    private Composition write(Bridge bridge, @Nullable String agent, ChannelMessage message)
            throws UndeliverableException, StoreException {
        Sender sender = Sender.channelOf(store, bridge.name().value());
        Composition composition = compose(bridge, sender, agent, message);
        if (composition.copies().isEmpty()) {
            throw new UndeliverableException("bridge '" + bridge.name()
                    + "' broadcasts to nobody: no agent in the keyring is trusted or subscribed");
        }
        for (Composition.Copy copy : composition.copies()) {
            audit.write(AuditEntry.of(Decision.RECEIVED)
                    .id(copy.id())
                    .from(sender.name())
                    .file(copy.file())
                    .with("channel", bridge.name().value())
                    .with("recipient", copy.recipient()));
        }
        return composition;
    }

    private Composition compose(Bridge bridge, Sender sender, @Nullable String agent, ChannelMessage message)
            throws UndeliverableException, StoreException {
        try {
            Optional<Composition> special = answer(bridge, sender, message);
            if (special.isEmpty() && agent != null) {
                special = ifKnown(sender, Recipients.of(List.of(agent)), message.forAgents(null));
            }
            return special.isPresent()
                    ? special.get()
                    : composer.compose(sender, recipients(bridge.recipients()), message.forAgents(null));
        } catch (UnknownAgentException | UnsendableException e) {
            throw new UndeliverableException("bridge '" + bridge.name() + "': " + e.getMessage(), e);
        }
    }

    private Optional<Composition> answer(Bridge bridge, Sender sender, ChannelMessage message)
            throws UnsendableException, StoreException {
        Optional<Conversations.Begun> begun = conversations.of(bridge, message.answers());
        return begun.isEmpty()
                ? Optional.empty()
                : ifKnown(
                        sender, begun.get().by(), message.forAgents(begun.get().with()));
    }

    /** Who is not in the keyring, or twice, is nobody that a stranger can name. */
    private Optional<Composition> ifKnown(Sender sender, Recipients recipients, String text)
            throws UnsendableException, StoreException {
        try {
            return Optional.of(composer.compose(sender, recipients, text));
        } catch (UnknownAgentException e) {
            return Optional.empty();
        }
    }

    private Recipients recipients(List<String> names) throws StoreException {
        String own = store.mesh().read().name();
        return Recipients.of(
                names.stream().map(name -> name.equals(SELF) ? own : name).toList());
    }
}
