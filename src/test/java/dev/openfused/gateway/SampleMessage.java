package dev.openfused.gateway;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message that was really signed, or sealed, and opened with a keyring that says what the test needs. */
public record SampleMessage(
        String from,
        String text,
        boolean known,
        boolean trusted,
        boolean subscribed,
        @Nullable Relationship relationship,
        Envelope envelope) {
    private static final AgentKeys OURS = AgentKeys.generate();
    private static final AgentKeys THEIRS = AgentKeys.generate();
    private static final AgentKeys SOMEBODY_ELSES = AgentKeys.generate();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-21T07:59:44.123Z"), ZoneOffset.UTC);

    /** How it is packed. */
    public enum Envelope {
        SIGNED,
        SEALED_TO_US,
        SEALED_TO_SOMEBODY_ELSE
    }

    /** From a known agent, signed. */
    public static SampleMessage from(String name) {
        return new SampleMessage(name, "hello", true, false, false, null, Envelope.SIGNED);
    }

    public SampleMessage stranger() {
        return new SampleMessage(from, text, false, trusted, subscribed, relationship, envelope);
    }

    public SampleMessage trustedOne() {
        return new SampleMessage(from, text, known, true, subscribed, relationship, envelope);
    }

    public SampleMessage subscribedTo() {
        return new SampleMessage(from, text, known, trusted, true, relationship, envelope);
    }

    public SampleMessage as(Relationship is) {
        return new SampleMessage(from, text, known, trusted, subscribed, is, envelope);
    }

    public SampleMessage in(Envelope how) {
        return new SampleMessage(from, text, known, trusted, subscribed, relationship, how);
    }

    public SampleMessage saying(String words) {
        return new SampleMessage(from, words, known, trusted, subscribed, relationship, envelope);
    }

    public OpenedMessage opened() {
        return opener().open("2026-03-21T07-59-44-123Z_from-" + from + ".json", MessageJson.write(signed()));
    }

    public OpenedMessage judged() {
        return opener().judge("2026-03-21T07-59-44-123Z_from-" + from + ".json", MessageJson.write(signed()));
    }

    private SignedMessage signed() {
        MessageSealer sealer = new MessageSealer(SignatureEngine.best(), CLOCK);
        return switch (envelope) {
            case SIGNED -> sealer.sign(from, THEIRS, text);
            case SEALED_TO_US -> sealer.seal(from, THEIRS, ageKeyOf(OURS), text);
            case SEALED_TO_SOMEBODY_ELSE -> sealer.seal(from, THEIRS, ageKeyOf(SOMEBODY_ELSES), text);
        };
    }

    private MessageOpener opener() {
        KeyringEntry entry = new KeyringEntry(
                from,
                "",
                THEIRS.publicKey(),
                THEIRS.encryptionKey(),
                trusted,
                subscribed,
                relationship,
                null,
                "2026-01-01T00:00:00Z");
        return new MessageOpener(
                new MessageVerifier(SignatureEngine.best()),
                new Keyring(known ? List.of(entry) : List.of(), false),
                OURS);
    }

    private static String ageKeyOf(AgentKeys keys) {
        return Objects.requireNonNull(keys.encryptionKey());
    }
}
