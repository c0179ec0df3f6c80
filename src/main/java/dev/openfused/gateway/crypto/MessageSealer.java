package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.Utf8;
import dev.openfused.gateway.message.VisibleText;
import java.time.Clock;
import java.util.Base64;
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
     * @throws IllegalArgumentException if the recipient is not a valid age recipient, or the text has no form in UTF-8
     */
    public SignedMessage seal(String from, AgentKeys keys, String recipient, String text) {
        return sign(from, keys, encrypt(keys, recipient, text));
    }

    /**
     * Encrypts to a recipient, with the {@code openfused-sender} stanza of who is going to sign.
     *
     * @param keys the sender's keys
     * @param recipient {@code age1…}
     * @param text what to say
     * @return Base64 of an age file, to be signed
     * @throws IllegalArgumentException if the recipient is not a valid age recipient, or the text has no form in UTF-8
     */
    public String encrypt(AgentKeys keys, String recipient, String text) {
        byte[] ageFile = new AgeEncryption(engine.provider())
                .encrypt(
                        new AgeRecipient(recipient),
                        keys.fingerprint(),
                        encodable(text).getBytes(UTF_8));
        return Base64.getEncoder().encodeToString(ageFile);
    }

    /**
     * Signs a text as it is: readable, or what {@link #encrypt} made of it.
     *
     * @param from the sender's name
     * @param keys the sender's keys
     * @param text what to say
     * @return the envelope
     * @throws IllegalArgumentException if the text would be a registry act ({@code REVOKE:}, {@code ROTATE:}, {@code
     *     {from}|}): as a signed message it would be valid there (protocol section 2); or has no form in UTF-8
     */
    public SignedMessage sign(String from, AgentKeys keys, String text) {
        requireNoRegistryAct(from, text);
        return signed(from, keys, encodable(text), SealedText.in(text).isPresent(), null);
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
     * @throws IllegalArgumentException if other keys signed it, or its text would be a registry act
     */
    public SignedMessage resend(SignedMessage aged, AgentKeys keys) {
        if (!aged.publicKey().equals(keys.publicKey())) {
            throw new IllegalArgumentException("only the keys that signed a message can send it again");
        }
        requireNoRegistryAct(aged.from(), aged.message());
        SignedMessage.Resent first = aged.resent();
        return signed(
                aged.from(),
                keys,
                aged.message(),
                aged.encrypted(),
                first == null ? new SignedMessage.Resent(aged.timestamp(), aged.signature()) : first);
    }

    private SignedMessage signed(
            String from, AgentKeys keys, String message, boolean encrypted, SignedMessage.@Nullable Resent resent) {
        String timestamp = Rfc3339.format(clock.instant());
        String signature = keys.sign(engine, SignedMessage.signedBytes(from, timestamp, message));
        return new SignedMessage(
                from, timestamp, message, signature, keys.publicKey(), keys.encryptionKey(), encrypted, resent);
    }

    private static String encodable(String text) {
        if (!Utf8.canEncode(text)) {
            throw new IllegalArgumentException("the text holds half a character (a lone surrogate)");
        }
        return text;
    }

    private static void requireNoRegistryAct(String from, String text) {
        if (text.startsWith("REVOKE:") || text.startsWith("ROTATE:") || text.startsWith(from + '|')) {
            throw new IllegalArgumentException("a readable message must not begin with REVOKE:, ROTATE: or '"
                    + VisibleText.of(from)
                    + "|': signed, it would be a valid act at a registry; send it encrypted or begin differently");
        }
    }
}
