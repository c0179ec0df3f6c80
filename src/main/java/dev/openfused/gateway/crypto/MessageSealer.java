package dev.openfused.gateway.crypto;

import dev.openfused.gateway.message.SignedMessage;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Encrypts then signs, or signs only. Each call reads the clock once. */
public final class MessageSealer {
    private final SignatureEngine engine;
    private final Clock clock;

    /**
     * A sealer.
     *
     * @param engine the curve arithmetic
     * @param clock gives the timestamp
     */
    public MessageSealer(SignatureEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * Encrypts to a recipient, with the {@code openfused-sender} stanza, and signs.
     *
     * @param from the sender's name
     * @param keys the sender's keys
     * @param recipient {@code age1…}
     * @param text what to say
     * @return the envelope, its timestamp ending in {@code Z}
     * @throws IllegalArgumentException if the recipient is not a valid age recipient
     */
    public SignedMessage seal(String from, AgentKeys keys, String recipient, String text) {
        throw new UnsupportedOperationException("contract " + engine + clock);
    }

    /**
     * Signs a text that stays readable.
     *
     * @param from the sender's name
     * @param keys the sender's keys
     * @param text what to say
     * @return the envelope
     * @throws IllegalArgumentException if the text would be a registry act ({@code REVOKE:}, {@code ROTATE:}, {@code
     *     {from}|}): as a signed message it would be valid there (protocol section 2)
     */
    public SignedMessage sign(String from, AgentKeys keys, String text) {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Seals to a recipient if it has an age key, signs otherwise.
     *
     * @param from the sender's name
     * @param keys the sender's keys
     * @param recipient {@code age1…} or null
     * @param text what to say
     * @return the envelope
     */
    public SignedMessage sealOrSign(String from, AgentKeys keys, @Nullable String recipient, String text) {
        return recipient == null ? sign(from, keys, text) : seal(from, keys, recipient, text);
    }

    /**
     * Signs an aged message of ours again, carrying the original signature (protocol section 7, Re-sending). A message
     * that was itself re-sent keeps its first signature.
     *
     * @param aged a message of ours
     * @param keys the current keys; must be those that signed it
     * @return a copy with fresh timestamp and signature
     */
    public SignedMessage resend(SignedMessage aged, AgentKeys keys) {
        throw new UnsupportedOperationException("contract");
    }
}
