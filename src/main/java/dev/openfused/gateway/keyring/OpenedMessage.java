package dev.openfused.gateway.keyring;

import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.message.MessageId;
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
    private final String from;
    private final String timestamp;
    private final @Nullable String resentAt;
    private final String text;
    private final boolean decrypted;
    private final boolean encrypted;
    private final Standing standing;
    private final @Nullable Fingerprint fingerprint;
    private final @Nullable String reason;

    OpenedMessage(
            MessageId id,
            String from,
            String timestamp,
            @Nullable String resentAt,
            String text,
            boolean encrypted,
            boolean decrypted,
            Standing standing,
            @Nullable Fingerprint fingerprint,
            @Nullable String reason) {
        this.id = id;
        this.from = from;
        this.timestamp = timestamp;
        this.resentAt = resentAt;
        this.text = text;
        this.encrypted = encrypted;
        this.decrypted = decrypted;
        this.standing = standing;
        this.fingerprint = fingerprint;
        this.reason = reason;
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
        return from;
    }

    /**
     * When the sender first signed it, as text; for an unsigned file what its name says.
     *
     * @return the time
     */
    public String timestamp() {
        return timestamp;
    }

    /**
     * When a copy was signed again because the first had grown too old.
     *
     * @return the time, or null if it was not re-sent
     */
    public @Nullable String resentAt() {
        return resentAt;
    }

    /**
     * The text, or {@link #CANNOT_DECRYPT}.
     *
     * @return a stranger's text, unescaped
     */
    public String text() {
        return text;
    }

    /**
     * Whether the message is ciphertext (by its bytes, not by what it claims).
     *
     * @return true for an age file
     */
    public boolean encrypted() {
        return encrypted;
    }

    /**
     * Whether {@link #text()} is the sender's text.
     *
     * @return false only for ciphertext that can't be decrypted
     */
    public boolean readable() {
        return !encrypted || decrypted;
    }

    /**
     * How far to believe it.
     *
     * @return the standing
     */
    public Standing standing() {
        return standing;
    }

    /**
     * The fingerprint of the key that signed it, if the signature is good.
     *
     * @return the signer's, or null
     */
    public @Nullable Fingerprint fingerprint() {
        return fingerprint;
    }

    /**
     * Why it is not verified, one line.
     *
     * @return null when verified
     */
    public @Nullable String reason() {
        return reason;
    }

    /**
     * The words people see: {@code VERIFIED} or {@code UNVERIFIED}, then {@code TRUSTED}, {@code SUBSCRIBED},
     * {@code INTERNAL} or {@code EXTERNAL}, {@code ENCRYPTED}.
     *
     * @return in that order, without brackets
     */
    public List<String> badges() {
        List<String> badges = new ArrayList<>(List.of(standing.status().split(" ")));
        if (encrypted) {
            badges.add("ENCRYPTED");
        }
        return List.copyOf(badges);
    }
}
