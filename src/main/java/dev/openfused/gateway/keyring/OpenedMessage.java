package dev.openfused.gateway.keyring;

import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.crypto.SealedText;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message after opening: who spoke, how far to believe it, and the text. Only {@link MessageOpener} makes one; an
 * unverified one says so.
 */
public final class OpenedMessage {
    /** What stands in place of a text that was encrypted to somebody else. */
    public static final String CANNOT_DECRYPT = "[encrypted — cannot decrypt]";

    private final MessageId id;
    private final Origin origin;
    private final Content content;
    private final Judgement judgement;

    OpenedMessage(MessageId id, Origin origin, Content content, Judgement judgement) {
        this.id = id;
        this.origin = origin;
        this.content = content;
        this.judgement = judgement;
    }

    /**
     * Where it says it comes from.
     *
     * @param from who
     * @param timestamp when first signed
     * @param resentAt when signed again
     * @param envelope whether it was read as an envelope
     */
    record Origin(String from, String timestamp, @Nullable String resentAt, boolean envelope) {}

    /**
     * What it says.
     *
     * @param text readable, or {@link #CANNOT_DECRYPT}
     * @param ciphertext null for readable text
     * @param readable whether the text is the sender's
     * @param sealers fingerprints in the ciphertext's sender stanzas
     */
    record Content(String text, @Nullable SealedText ciphertext, boolean readable, List<String> sealers) {
        static Content plain(String text) {
            return new Content(text, null, true, List.of());
        }
    }

    /**
     * How far to believe it.
     *
     * @param standing the sender's
     * @param fingerprint of the key that signed it
     * @param rejection why it is not verified
     * @param reason the same for people
     * @param keyring what says so; null if nobody vouches
     */
    record Judgement(
            Standing standing,
            @Nullable Fingerprint fingerprint,
            @Nullable Reason rejection,
            @Nullable String reason,
            @Nullable Keyring keyring) {
        static Judgement verified(Standing standing, Fingerprint fingerprint, Keyring keyring) {
            return new Judgement(standing, fingerprint, null, null, keyring);
        }

        static Judgement unverified(@Nullable Fingerprint fingerprint, Reason rejection, @Nullable String reason) {
            return new Judgement(Standing.UNVERIFIED, fingerprint, rejection, reason, null);
        }
    }

    /**
     * The message's name.
     *
     * @return the id
     */
    public MessageId id() {
        return id;
    }

    /**
     * Who speaks: the keyring entry's name when verified (so that an alias shows under the name we gave it), else the
     * name that the file claims.
     *
     * @return the name; a stranger's text when not verified
     */
    public String from() {
        return origin.from();
    }

    /**
     * When the sender first signed it, as text; for an unsigned file what its name says.
     *
     * @return the time
     */
    public String timestamp() {
        return origin.timestamp();
    }

    /**
     * When a copy was signed again because the first had grown too old.
     *
     * @return the time, or null if it was not re-sent
     */
    public @Nullable String resentAt() {
        return origin.resentAt();
    }

    /**
     * The text, or {@link #CANNOT_DECRYPT}.
     *
     * @return a stranger's text, unescaped
     */
    public String text() {
        return content.text();
    }

    /**
     * Whether the message is ciphertext (by its bytes, not by what it claims).
     *
     * @return true for an age file
     */
    public boolean encrypted() {
        return content.ciphertext() != null;
    }

    /**
     * Whether {@link #text()} is the sender's text.
     *
     * @return false only for ciphertext that can't be decrypted
     */
    public boolean readable() {
        return content.readable();
    }

    /**
     * How far to believe it.
     *
     * @return the standing
     */
    public Standing standing() {
        return judgement.standing();
    }

    /**
     * Whether its sender stands better, in the same keyring, than the holder of another key could under any name.
     *
     * @param signer the other key's fingerprint
     * @return false if both stand alike, or nobody vouches for this one's sender
     */
    public boolean outranks(String signer) {
        Keyring keyring = judgement.keyring();
        return keyring != null && standing().isBetterThan(keyring.bestStandingOf(signer));
    }

    /**
     * The fingerprint of the key that signed it, if the signature is good.
     *
     * @return the signer's, or null
     */
    public @Nullable Fingerprint fingerprint() {
        return judgement.fingerprint();
    }

    /**
     * What the ciphertext is known by: the same one under a second signer is never dispatched (protocol section 2).
     * Worked out at each call, as only dispatch wants to know.
     *
     * @return hex SHA-256 of the age file, or null for readable text
     */
    public @Nullable String ciphertextDigest() {
        SealedText ciphertext = content.ciphertext();
        return ciphertext == null ? null : ciphertext.digest();
    }

    /**
     * About how much memory it takes.
     *
     * @return the characters of its text and the bytes of its ciphertext
     */
    public long weight() {
        SealedText ciphertext = content.ciphertext();
        return text().length() + (ciphertext == null ? 0 : ciphertext.length());
    }

    /**
     * Whether it came in an envelope, good or bad; false for a note without signature or a file that is no message.
     *
     * @return true if it was read as JSON
     */
    public boolean hasEnvelope() {
        return origin.envelope();
    }

    /**
     * Why it is not verified, for programs.
     *
     * @return null when verified
     */
    public @Nullable Reason rejection() {
        return judgement.rejection();
    }

    /**
     * Why it is not verified, one line.
     *
     * @return null when verified
     */
    public @Nullable String reason() {
        return judgement.reason();
    }

    /**
     * The words people see: {@code VERIFIED} or {@code UNVERIFIED}, then {@code TRUSTED}, {@code SUBSCRIBED},
     * {@code INTERNAL} or {@code EXTERNAL}, {@code ENCRYPTED}.
     *
     * @return in that order, without brackets
     */
    public List<String> badges() {
        List<String> badges =
                new ArrayList<>(List.of(judgement.standing().status().split(" ")));
        if (encrypted()) {
            badges.add("ENCRYPTED");
        }
        return List.copyOf(badges);
    }
}
