package dev.openfused.gateway.peer;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.peer.PushAnswer.Verdict;
import dev.openfused.gateway.queue.TryLaterException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one outbox message to one peer. A peer refuses what was signed more than ten minutes ago, so a message that
 * waited is offered once more as it is (a peer that has it, and remembers, says so), and if that is refused, signed again
 * with the original signature inside (protocol section 7, Re-sending). What a peer will never take is rejected.
 */
public final class PeerDelivery {
    /** From this age on, a refusal may be about the age; a minute less than what peers allow. */
    static final Duration AGED = Duration.ofMinutes(9);

    /** From this difference on, two clocks are wrong rather than apart by the way of an answer. */
    static final Duration SKEWED = Duration.ofMinutes(1);

    /** Longer than any patience. */
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

    private final MessageSealer sealer;
    private final Clock clock;
    private final Duration patience;

    /**
     * Delivers for one agent.
     *
     * @param sealer signs again
     * @param clock says how old a message is
     * @param patience how long after it was signed a message is given up
     */
    public PeerDelivery(MessageSealer sealer, Clock clock, Duration patience) {
        this.sealer = sealer;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Delivers, or says why not.
     *
     * @param file its base name in the outbox
     * @param envelope the outbox file as it was when dispatched; pushed byte for byte while it is not re-signed
     * @param keys our current keys
     * @param transport the way to the peer
     * @throws TryLaterException if the peer is away, busy, or its clock or ours is wrong
     * @throws RejectedMessageException if the peer will never take it, or it waited longer than our patience
     */
    public void deliver(String file, byte[] envelope, AgentKeys keys, PeerTransport transport)
            throws TryLaterException, RejectedMessageException {
        deliver(file, envelope, keys, transport, LONGEST);
    }

    /**
     * The same for what was on its way for a known time. A message is not given up before it was on its way for as long as our
     * patience lasts: a clock that is set ahead makes it no older.
     *
     * @param file its base name in the outbox
     * @param envelope the outbox file as it was when dispatched; pushed byte for byte while it is not re-signed
     * @param keys our current keys
     * @param transport the way to the peer
     * @param waited how long it has been on its way
     * @throws TryLaterException if the peer is away, busy, or its clock or ours is wrong
     * @throws RejectedMessageException if the peer will never take it, or it waited longer than our patience
     */
    public void deliver(String file, byte[] envelope, AgentKeys keys, PeerTransport transport, Duration waited)
            throws TryLaterException, RejectedMessageException {
        SignedMessage message = MessageJson.read(envelope);
        Duration age = Duration.between(signedAt(message), clock.instant());
        Duration tried = age.compareTo(waited) < 0 ? age : waited;
        PushAnswer answer = push(file, envelope, transport, tried);
        if (answer.verdict() == Verdict.FORBIDDEN && age.compareTo(AGED) >= 0 && tried.compareTo(patience) < 0) {
            answer = push(file, MessageJson.write(signedAgain(message, keys, answer)), transport, tried);
        }
        judge(answer, tried);
    }

    /**
     * How a message goes along with an earlier one: signed again at once if it has grown too old. As it is it would be
     * refused, and end what goes along with it; and a peer that takes several at a time knows a message that was signed
     * again for the same, so it can't have it twice.
     *
     * @param envelope the outbox file as it was when dispatched
     * @param keys our current keys
     * @return the envelope itself if it is not too old, or can't be signed again, as will be told when its turn comes
     */
    public byte[] ahead(byte[] envelope, AgentKeys keys) {
        try {
            SignedMessage message = MessageJson.read(envelope);
            Duration age = Duration.between(signedAt(message), clock.instant());
            return isAged(age) ? MessageJson.write(sealer.resend(message, keys)) : envelope;
        } catch (RejectedMessageException | IllegalArgumentException e) {
            return envelope;
        }
    }

    private boolean isAged(Duration age) {
        return age.compareTo(AGED) >= 0 && age.compareTo(patience) < 0;
    }

    private PushAnswer push(String file, byte[] envelope, PeerTransport transport, Duration tried)
            throws TryLaterException, RejectedMessageException {
        try {
            return transport.push(file, envelope);
        } catch (IOException e) {
            String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw later(VisibleText.of(text), null, tried, e);
        }
    }

    private SignedMessage signedAgain(SignedMessage message, AgentKeys keys, PushAnswer answer)
            throws RejectedMessageException {
        if (!message.publicKey().equals(keys.publicKey())) {
            throw new RejectedMessageException(
                    Reason.REFUSED,
                    answer.description() + "; it can't be signed again, as it was signed with another key than ours of"
                            + " today; send its text anew");
        }
        try {
            return sealer.resend(message, keys);
        } catch (IllegalArgumentException e) {
            throw new RejectedMessageException(
                    Reason.REFUSED, answer.description() + "; it can't be signed again: " + e.getMessage(), e);
        }
    }

    private void judge(PushAnswer answer, Duration tried) throws TryLaterException, RejectedMessageException {
        String skew = skew(answer.farTime());
        String why = answer.description() + skew;
        switch (answer.verdict()) {
            case ACCEPTED -> {}
            case LATER -> throw later(why, answer.notBefore(), tried, null);
            case FORBIDDEN -> {
                if (!skew.isEmpty()) {
                    throw later(why, answer.notBefore(), tried, null);
                }
                throw new RejectedMessageException(Reason.REFUSED, why);
            }
            case REFUSED -> throw new RejectedMessageException(Reason.REFUSED, why);
        }
    }

    /** Try again, unless the message has waited too long: then it is parked. */
    private TryLaterException later(String why, @Nullable Instant notBefore, Duration tried, @Nullable Exception cause)
            throws RejectedMessageException {
        if (tried.compareTo(patience) >= 0) {
            throw new RejectedMessageException(
                    Reason.STALE,
                    "not delivered in the " + patience.toHours() + " hours since it was signed; lastly: " + why);
        }
        return new TryLaterException(why, notBefore, cause);
    }

    private String skew(@Nullable Instant farTime) {
        if (farTime == null) {
            return "";
        }
        Duration ahead = Duration.between(clock.instant(), farTime);
        return ahead.abs().compareTo(SKEWED) < 0
                ? ""
                : "; its clock is " + ahead.abs().toSeconds() + " seconds "
                        + (ahead.isNegative() ? "behind" : "ahead of") + " ours: set the wrong one right";
    }

    private static Instant signedAt(SignedMessage message) throws RejectedMessageException {
        try {
            return Rfc3339.parse(message.timestamp());
        } catch (IllegalArgumentException e) {
            throw new RejectedMessageException(
                    Reason.MALFORMED_TIMESTAMP,
                    "its timestamp is not RFC 3339: " + VisibleText.of(message.timestamp()),
                    e);
        }
    }
}
