package dev.openfused.gateway.crypto;

import static dev.openfused.gateway.message.RejectedMessageException.Reason.BAD_SIGNATURE;
import static dev.openfused.gateway.message.RejectedMessageException.Reason.CANNOT_DECRYPT;
import static dev.openfused.gateway.message.RejectedMessageException.Reason.MALFORMED_KEY;
import static dev.openfused.gateway.message.RejectedMessageException.Reason.MALFORMED_TIMESTAMP;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.SignedMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSealerTest {
    private static final Instant NOW = Instant.parse("2026-03-21T07:59:44.123456Z");

    private final SignatureEngine engine = SignatureEngine.best();
    private final MessageSealer sealer = new MessageSealer(engine, Clock.fixed(NOW, ZoneOffset.UTC));
    private final MessageVerifier verifier = new MessageVerifier(engine);
    private final AgentKeys alice = AgentKeys.generate();
    private final AgentKeys bob = AgentKeys.generate();

    @Test
    void aSealedTextOpensForItsRecipientOnlyAndNamesItsSealer() throws RejectedMessageException {
        SignedMessage message = sealer.seal("alice", alice, requireNonNull(bob.encryptionKey()), "meet at nine");
        SealedText sealed = SealedText.in(message.message()).orElseThrow();

        MessageDecryptor.Decrypted opened = new MessageDecryptor(engine, bob).decrypt(sealed);

        assertThat(new String(opened.plaintext(), UTF_8)).isEqualTo("meet at nine");
        assertThat(opened.senders()).containsExactly(alice.fingerprint().value());
        assertThat(sealed.claimedSenders()).containsExactly(alice.fingerprint().value());
        assertThat(message.encrypted()).isTrue();
        assertThat(message.timestamp()).isEqualTo("2026-03-21T07:59:44.123Z");
        assertRejected(CANNOT_DECRYPT, () -> new MessageDecryptor(engine, alice).decrypt(sealed));
    }

    @Test
    void theNameOfTheSealerCannotBeChangedInTheHeader() {
        String ciphertext = sealer.seal("alice", alice, requireNonNull(bob.encryptionKey()), "secret")
                .message();
        String header = new String(Base64.getDecoder().decode(ciphertext), ISO_8859_1)
                .replace(alice.fingerprint().value(), bob.fingerprint().value());
        SealedText forged = SealedText.in(Base64.getEncoder().encodeToString(header.getBytes(ISO_8859_1)))
                .orElseThrow();

        assertRejected(CANNOT_DECRYPT, () -> new MessageDecryptor(engine, bob).decrypt(forged));
    }

    @Test
    void aRetiredIdentityKeepsOpeningOldMail() throws RejectedMessageException {
        String old = sealer.seal("alice", alice, requireNonNull(bob.encryptionKey()), "from before")
                .message();
        AgentKeys rotated = AgentKeys.of(
                AgentKeys.generate().seedHex(),
                List.of(
                        AgentKeys.generate().ageIdentities().get(0),
                        bob.ageIdentities().get(0)));

        byte[] opened = new MessageDecryptor(engine, rotated)
                .decrypt(SealedText.in(old).orElseThrow())
                .plaintext();

        assertThat(new String(opened, UTF_8)).isEqualTo("from before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REVOKE:00", "ROTATE:00:11", "alice|https://example.org|00|"})
    void aTextThatWouldBeARegistryActIsOnlySentEncrypted(String act) throws RejectedMessageException {
        assertThatThrownBy(() -> sealer.sign("alice", alice, act)).isInstanceOf(IllegalArgumentException.class);

        assertThat(verifier.verify(sealer.seal("alice", alice, requireNonNull(bob.encryptionKey()), act)))
                .isNotNull();
    }

    @Test
    void aTextWithHalfACharacterIsRefusedRatherThanChanged() {
        assertThatThrownBy(() -> sealer.sign("alice", alice, "\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sealer.seal("alice", alice, requireNonNull(bob.encryptionKey()), "\udc00"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRecipientThatIsNoneIsRefusedWithoutShowingIt() {
        String secret = bob.ageIdentities().get(0);

        assertThatThrownBy(() -> sealer.seal("alice", alice, secret, "text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(secret);
    }

    @Test
    void nothingIsSealedToAKeyThatSharesItsSecretWithEverybody() {
        String smallOrder = AgeRecipient.of(new byte[32]).value();

        for (SignatureEngine each :
                List.of(engine, new BouncyCastleEngine(), JdkEngine.load().orElseThrow())) {
            assertThatThrownBy(
                            () -> new MessageSealer(each, Clock.systemUTC()).seal("alice", alice, smallOrder, "text"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aMessageChangedAfterSigningIsRejected() {
        SignedMessage signed = sealer.sign("alice", alice, "pay 10");

        assertRejected(BAD_SIGNATURE, () -> verifier.verify(with(signed, "alice", "pay 1000", null)));
        assertRejected(BAD_SIGNATURE, () -> verifier.verify(with(signed, "bob", "pay 10", null)));
    }

    @Test
    void aKeyInUpperCaseOrOfSmallOrderIsRejected() {
        SignedMessage signed = sealer.sign("alice", alice, "text");

        assertRejected(
                MALFORMED_KEY,
                () -> verifier.verify(withKey(signed, signed.publicKey().toUpperCase(Locale.ROOT))));
        assertRejected(MALFORMED_KEY, () -> verifier.verify(withKey(signed, "01" + "00".repeat(31))));
    }

    @Test
    void aTimestampThatIsNoTimeIsRejectedThoughItIsSigned() {
        String signature = alice.sign(engine, SignedMessage.signedBytes("alice", "yesterday", "text"));
        SignedMessage signed =
                new SignedMessage("alice", "yesterday", "text", signature, alice.publicKey(), null, false, null);

        assertRejected(MALFORMED_TIMESTAMP, () -> verifier.verify(signed));
    }

    @Test
    void aMessageSentAgainKeepsItsIdHoweverOften() throws RejectedMessageException {
        SignedMessage first = sealer.seal("alice", alice, requireNonNull(bob.encryptionKey()), "still there?");
        MessageSealer later = new MessageSealer(engine, Clock.fixed(NOW.plus(Duration.ofHours(1)), ZoneOffset.UTC));

        SignedMessage again = later.resend(first, alice);
        SignedMessage andAgain = later.resend(again, alice);

        assertThat(verifier.verify(again).id()).isEqualTo(verifier.verify(first).id());
        assertThat(verifier.verify(andAgain).id())
                .isEqualTo(verifier.verify(first).id());
        assertThat(verifier.verify(again).signedAt()).isEqualTo(Instant.parse("2026-03-21T08:59:44.123Z"));
        assertThat(again.message()).isEqualTo(first.message());
        assertThat(andAgain.resent()).isEqualTo(again.resent());
    }

    @Test
    void anOriginalSignatureThatDoesNotHoldIsABadSignature() {
        SignedMessage first = sealer.sign("alice", alice, "one");
        SignedMessage other = sealer.sign("alice", alice, "two");
        SignedMessage forged =
                with(other, "alice", "two", new SignedMessage.Resent(first.timestamp(), first.signature()));

        assertRejected(BAD_SIGNATURE, () -> verifier.verify(forged));
    }

    @Test
    void onlyItsOwnSignerSendsAMessageAgain() {
        SignedMessage first = sealer.sign("alice", alice, "one");

        assertThatThrownBy(() -> sealer.resend(first, bob)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SignedMessage with(
            SignedMessage m, String from, String text, SignedMessage.@Nullable Resent resent) {
        return new SignedMessage(
                from, m.timestamp(), text, m.signature(), m.publicKey(), m.encryptionKey(), m.encrypted(), resent);
    }

    private static SignedMessage withKey(SignedMessage m, String publicKey) {
        return new SignedMessage(
                m.from(), m.timestamp(), m.message(), m.signature(), publicKey, null, m.encrypted(), null);
    }

    private static void assertRejected(RejectedMessageException.Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RejectedMessageException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }
}
