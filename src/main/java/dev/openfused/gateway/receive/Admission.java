package dev.openfused.gateway.receive;

import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.receive.LimitReachedException.Limit;
import dev.openfused.gateway.settings.GatewaySettings.UnknownSenders;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may put how much into one store's inbox. Asked only about messages that their own key signed, that are fresh and that
 * the store never had: so nobody uses up another's allowance, and a repetition costs none. Safe for many threads.
 */
public final class Admission {
    private final StoreOpener openers;
    private final UnknownSenders unknown;
    private final Shelf inbox;
    private final @Nullable InboxQuotas quotas;
    private final Shelf quarantine;
    private final @Nullable TokenBuckets<String> rates;

    /**
     * The rules of one store's door.
     *
     * @param inbox where messages are put
     * @param accepted where they go on
     * @param openers says who is known
     * @param limits what is put up with
     * @param nanoTime a clock that only goes forward, such as {@code System::nanoTime}
     */
    public Admission(
            Inbox inbox, AcceptedFiles accepted, StoreOpener openers, ReceiveLimits limits, LongSupplier nanoTime) {
        this.openers = openers;
        this.unknown = limits.unknown();
        this.inbox = new InboxShelf(inbox, accepted);
        this.quotas = limits.inbox().equals(InboxLimits.NONE)
                ? null
                : new InboxQuotas(inbox, accepted, openers, limits.inbox(), nanoTime);
        this.quarantine = new LimitedShelf(
                new QuarantineShelf(inbox.quarantine(), accepted),
                new Room("inbox/.quarantine/", inbox.quarantine(), limits.quarantine(), nanoTime));
        this.rates = limits.rate() == null ? null : new TokenBuckets<>(limits.rate(), nanoTime);
    }

    /**
     * Lets a message in.
     *
     * @param message verified, fresh and new
     * @return where to put it
     * @throws RejectedMessageException if strangers are refused and its sender is one, or none of whom its text is
     * @throws LimitReachedException if its key's allowance is used up
     * @throws StoreException if the keyring can't be read
     */
    Shelf admit(AuthenticMessage message) throws RejectedMessageException, LimitReachedException, StoreException {
        Shelf shelf = shelf(message);
        Duration wait =
                rates == null ? Duration.ZERO : rates.take(message.signed().publicKey());
        if (!wait.isZero()) {
            throw new LimitReachedException(
                    Limit.TOO_MANY_REQUESTS,
                    wait,
                    "the key " + message.fingerprint() + " posts more often than openfuse.receive.rate allows");
        }
        return shelf;
    }

    /**
     * Lets a message in that we fetched ourselves, at a pace of our own.
     *
     * @param message verified and new
     * @return where to put it
     * @throws RejectedMessageException if strangers are refused and its sender is one, or none of whom its text is
     * @throws StoreException if the keyring can't be read
     */
    Shelf shelf(AuthenticMessage message) throws RejectedMessageException, StoreException {
        return unknown == UnknownSenders.ACCEPT ? inboxOf(message) : shelfBySender(message);
    }

    private Shelf inboxOf(AuthenticMessage message) {
        return quotas == null
                ? inbox
                : new LimitedShelf(inbox, quotas.of(message.fingerprint().value()));
    }

    private Shelf shelfBySender(AuthenticMessage message) throws RejectedMessageException, StoreException {
        OpenedMessage judged = openers.current().judge(message);
        if (judged.standing().verified()) {
            return inboxOf(message);
        }
        if (unknown == UnknownSenders.QUARANTINE) {
            return quarantine;
        }
        if (judged.rejection() == Reason.STOLEN_CIPHERTEXT) {
            throw new RejectedMessageException(Reason.STOLEN_CIPHERTEXT, String.valueOf(judged.reason()));
        }
        // Not the keyring's reason: what it calls a key, and whether it has it at all, is none of a stranger's
        // business.
        throw new RejectedMessageException(
                Reason.UNKNOWN_SENDER,
                "nobody here vouches for '" + VisibleText.of(message.signed().from()) + "' with the key "
                        + message.fingerprint() + "; ask whoever runs this gateway to import that key under that name");
    }
}
