package dev.openfused.gateway.keyring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.crypto.MessageDecryptor;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SealedText;
import dev.openfused.gateway.keyring.OpenedMessage.Content;
import dev.openfused.gateway.keyring.OpenedMessage.Judgement;
import dev.openfused.gateway.keyring.OpenedMessage.Origin;
import dev.openfused.gateway.message.FileCopy;
import dev.openfused.gateway.message.MessageFileName;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.Utf8;
import dev.openfused.gateway.message.VisibleText;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens whatever stands in an inbox: verify, look up, decrypt. Never throws for what a stranger wrote: everything comes
 * out as an {@link OpenedMessage}, the odd ones unverified with the reason. Immutable; make a new one when the keyring
 * changes.
 */
public final class MessageOpener {
    /** Of an Ed25519 signature, in bytes. */
    private static final int SIGNATURE_LENGTH = 64;

    private final MessageVerifier verifier;
    private final Keyring keyring;
    private final MessageDecryptor decryptor;

    /** Made when first asked for. */
    private volatile @Nullable Set<String> known;

    /**
     * An opener for one store as it stands.
     *
     * @param verifier checks signatures
     * @param keyring who is known
     * @param keys our own
     */
    public MessageOpener(MessageVerifier verifier, Keyring keyring, AgentKeys keys) {
        this.verifier = verifier;
        this.keyring = keyring;
        this.decryptor = new MessageDecryptor(verifier.engine(), keys);
    }

    /**
     * Opens one file, decrypting it.
     *
     * @param fileName its base name; says sender and time of unsigned files
     * @param content its bytes
     * @return the message
     */
    public OpenedMessage open(String fileName, byte[] content) {
        return open(fileName, content, this::decrypted);
    }

    /**
     * The same without decrypting: cheap, for dispatch. The text of ciphertext is {@link OpenedMessage#CANNOT_DECRYPT}.
     *
     * @param fileName its base name
     * @param content its bytes
     * @return the message
     */
    public OpenedMessage judge(String fileName, byte[] content) {
        return open(fileName, content, MessageOpener::closed);
    }

    /**
     * The same of a message that was verified already.
     *
     * @param message whose signature is good
     * @return who says what; the text only if it is not encrypted
     */
    public OpenedMessage judge(AuthenticMessage message) {
        return authentic(message, contentOf(message.signed(), MessageOpener::closed));
    }

    /**
     * Whether a key is in the keyring, whatever its holder calls itself.
     *
     * @param fingerprint the key's
     * @return false for strangers
     */
    public boolean knows(String fingerprint) {
        Set<String> all = known;
        if (all == null) {
            all = keyring.entries().stream()
                    .map(entry -> entry.fingerprint().value())
                    .collect(Collectors.toUnmodifiableSet());
            known = all;
        }
        return all.contains(fingerprint);
    }

    /**
     * What stands in an inbox and can't be read as a file at all, such as a link or a folder, so that it shows too.
     *
     * @param fileName its base name; says sender and time
     * @param reason why it can't be read, one line
     * @return an unverified message without text
     */
    public static OpenedMessage unreadable(String fileName, String reason) {
        MessageFileName name = new MessageFileName(fileName);
        return new OpenedMessage(
                idOf(fileName.getBytes(UTF_8)),
                new Origin(name.claimedSender(), name.claimedTime(), null, false),
                Content.plain(""),
                Judgement.unverified(null, Reason.MALFORMED, reason));
    }

    /**
     * A plain file of our own: what it is called, how large it is, and its text.
     *
     * @param copy the file
     * @param name our own
     * @return the message, as believable as our own word
     */
    public OpenedMessage ownFile(FileCopy copy, String name) {
        KeyringEntry self = keyring.entries().get(0);
        return new OpenedMessage(
                new MessageId(copy.id()),
                new Origin(name, copy.modified(), null, false),
                Content.plain(copy.description()),
                Judgement.verified(keyring.standingUnder(self), Fingerprint.of(self.signingKey()), keyring));
    }

    /**
     * A plain file that anybody may have put there, such as one in a workspace. An envelope among them is judged as such.
     *
     * @param copy the file
     * @return the message; unsigned, it is from the folder it stands in
     */
    public OpenedMessage file(FileCopy copy) {
        OpenedMessage read = open(copy.name(), copy.bytes());
        return read.hasEnvelope()
                ? read
                : new OpenedMessage(
                        new MessageId(copy.id()),
                        new Origin(
                                copy.path().substring(0, copy.path().lastIndexOf('/')), copy.modified(), null, false),
                        Content.plain(copy.text().orElseGet(copy::description)),
                        Judgement.unverified(null, Reason.MALFORMED, "a file that nobody signed"));
    }

    private OpenedMessage open(String fileName, byte[] file, Function<SealedText, Content> unsealing) {
        SignedMessage signed;
        try {
            signed = MessageJson.read(file);
        } catch (RejectedMessageException e) {
            return unsigned(new MessageFileName(fileName), file, e);
        }
        Content content = contentOf(signed, unsealing);
        try {
            return authentic(verifier.verify(signed), content);
        } catch (RejectedMessageException e) {
            return new OpenedMessage(
                    idOf(file),
                    new Origin(signed.from(), signed.timestamp(), null, true),
                    content,
                    Judgement.unverified(null, e.reason(), e.getMessage()));
        }
    }

    private static Content contentOf(SignedMessage signed, Function<SealedText, Content> unsealing) {
        return SealedText.in(signed.message()).map(unsealing).orElseGet(() -> Content.plain(signed.message()));
    }

    private OpenedMessage authentic(AuthenticMessage message, Content content) {
        Fingerprint signer = message.fingerprint();
        String from = message.signed().from();
        if (!content.sealers().stream().allMatch(signer.value()::equals)) {
            Judgement stolen = Judgement.unverified(
                    signer,
                    Reason.STOLEN_CIPHERTEXT,
                    "the text was sealed by another agent than the one that signed it; it may have been stolen");
            return new OpenedMessage(message.id(), origin(from, message), content, stolen);
        }
        return keyring.vouchFor(message)
                .map(voucher -> new OpenedMessage(
                        message.id(),
                        origin(voucher.name(), message),
                        content,
                        Judgement.verified(keyring.standingUnder(voucher), signer, keyring)))
                .orElseGet(() -> new OpenedMessage(
                        message.id(),
                        origin(from, message),
                        content,
                        Judgement.unverified(signer, Reason.UNKNOWN_SENDER, whyUnknown(message))));
    }

    private static Origin origin(String from, AuthenticMessage message) {
        SignedMessage signed = message.signed();
        SignedMessage.Resent resent = signed.resent();
        return resent == null
                ? new Origin(from, signed.timestamp(), null, true)
                : new Origin(from, resent.timestamp(), signed.timestamp(), true);
    }

    private String whyUnknown(AuthenticMessage message) {
        String from = VisibleText.of(message.signed().from());
        return keyring.entries().stream()
                .filter(e -> e.signingKey().equals(message.signed().publicKey()))
                .findFirst()
                .map(e -> "signed with the key of '" + VisibleText.of(e.name()) + "', but it says it is from '" + from
                        + "'")
                .orElseGet(() -> "the key " + message.fingerprint() + " of '" + from
                        + "' is not in the keyring; import it if you know whose it is");
    }

    private Content decrypted(SealedText sealed) {
        try {
            MessageDecryptor.Decrypted decrypted = decryptor.decrypt(sealed);
            return new Content(textOf(decrypted.plaintext()), sealed, true, decrypted.senders());
        } catch (RejectedMessageException e) {
            return closed(sealed);
        }
    }

    private static Content closed(SealedText sealed) {
        return new Content(OpenedMessage.CANNOT_DECRYPT, sealed, false, sealed.claimedSenders());
    }

    private static OpenedMessage unsigned(MessageFileName name, byte[] file, RejectedMessageException why) {
        return new OpenedMessage(
                idOf(file),
                new Origin(name.claimedSender(), name.claimedTime(), null, false),
                Content.plain(textOf(file)),
                Judgement.unverified(null, why.reason(), why.getMessage()));
    }

    private static String textOf(byte[] bytes) {
        return Utf8.decode(bytes).orElseGet(() -> "[" + bytes.length + " bytes that are not UTF-8 text]");
    }

    /** A file of a signature's length could be one, and the id of a message is its signature's digest: it gets another. */
    private static MessageId idOf(byte[] file) {
        return MessageId.of(Digests.sha256(
                file.length == SIGNATURE_LENGTH ? ("file:" + HexFormat.of().formatHex(file)).getBytes(UTF_8) : file));
    }
}
