package dev.openfused.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.PemTls;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.outbound.AddressGuard;
import dev.openfused.gateway.outbound.HttpOptions;
import dev.openfused.gateway.outbound.HttpPeerTransport;
import dev.openfused.gateway.queue.TryLaterException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protocol section 7, Re-sending; beat-these 22: in the original, what waited ten minutes is refused for ever. */
class PeerDeliveryTest {
    /** The far end's server tells the real time, so ours stands there too and messages are signed in the past. */
    private static final Clock NOW = Clock.fixed(Instant.now().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);

    private static final Duration PATIENCE = Duration.ofDays(7);
    private static final AgentKeys KEYS = AgentKeys.generate();
    private static final SignatureEngine ENGINE = SignatureEngine.best();

    private final HttpFarEnd peer = new HttpFarEnd();

    @AfterEach
    void stop() {
        peer.close();
    }

    private static byte[] signed(Duration ago) {
        return MessageJson.write(
                new MessageSealer(ENGINE, Clock.offset(NOW, ago.negated())).sign("alice", KEYS, "hello bob"));
    }

    private static HttpOptions options() {
        return new HttpOptions(
                AddressGuard.allowing(List.of("127.0.0.1")),
                PemTls.systemDefault(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                null);
    }

    private void deliver(byte[] envelope, AgentKeys keys) throws Exception {
        try (HttpPeerTransport transport = transport(peer.url() + "/")) {
            deliver(envelope, keys, transport);
        }
    }

    private static HttpPeerTransport transport(String url) {
        return new HttpPeerTransport(options(), url, new AgentName("bob"), NOW);
    }

    private static void deliver(byte[] envelope, AgentKeys keys, PeerTransport transport) throws Exception {
        new PeerDelivery(new MessageSealer(ENGINE, NOW), NOW, PATIENCE)
                .deliver("message.json", envelope, keys, transport);
    }

    private void deliver(byte[] envelope) throws Exception {
        deliver(envelope, KEYS);
    }

    /** As the original does: nothing signed more than ten minutes ago. */
    private static Answer originalRules(HttpFarEnd.Call push) {
        try {
            Instant signed = Instant.parse(MessageJson.read(push.body()).timestamp());
            return new Answer(signed.isBefore(NOW.instant().minus(Duration.ofMinutes(10))) ? 403 : 201);
        } catch (RejectedMessageException e) {
            return new Answer(400);
        }
    }

    @Test
    void aFreshMessageIsPushedOnceByteForByteToTheNamedInbox() throws Exception {
        byte[] envelope = signed(Duration.ofMinutes(1));

        deliver(envelope);

        assertThat(peer.calls()).hasSize(1);
        assertThat(peer.calls().get(0).target()).isEqualTo("/inbox/bob");
        assertThat(peer.calls().get(0).body()).isEqualTo(envelope);
    }

    @Test
    void aClockThatIsSetAheadGivesUpNothingThatWasJustDispatched() throws Exception {
        byte[] envelope = signed(PATIENCE.plusDays(1));
        peer.answering(503);

        try (HttpPeerTransport transport = transport(peer.url() + "/")) {
            PeerDelivery delivery = new PeerDelivery(new MessageSealer(ENGINE, NOW), NOW, PATIENCE);
            assertThatThrownBy(
                            () -> delivery.deliver("message.json", envelope, KEYS, transport, PATIENCE.minusMinutes(1)))
                    .isInstanceOf(TryLaterException.class);
            assertThatThrownBy(() -> delivery.deliver("message.json", envelope, KEYS, transport, PATIENCE))
                    .isInstanceOf(RejectedMessageException.class);
        }
    }

    @Test
    void aPeerThatHasItAlreadyCountsAsDelivered() throws Exception {
        byte[] envelope = signed(Duration.ofHours(5));
        peer.answering(200);

        deliver(envelope);

        assertThat(peer.calls()).hasSize(1);
        assertThat(peer.calls().get(0).body()).isEqualTo(envelope);
    }

    @Test
    void aMessageThatGrewTooOldIsOfferedOnceMoreAndThenSignedAgainWithItsFirstSignatureInside() throws Exception {
        byte[] envelope = signed(Duration.ofHours(3));
        peer.answering(PeerDeliveryTest::originalRules);

        deliver(envelope);

        assertThat(peer.calls()).hasSize(2);
        assertThat(peer.calls().get(0).body()).isEqualTo(envelope);
        SignedMessage first = MessageJson.read(envelope);
        SignedMessage again = MessageJson.read(peer.calls().get(1).body());
        assertThat(again.message()).isEqualTo("hello bob");
        assertThat(Instant.parse(again.timestamp())).isEqualTo(NOW.instant());
        assertThat(again.resent()).isEqualTo(new SignedMessage.Resent(first.timestamp(), first.signature()));
        MessageVerifier verifier = new MessageVerifier(ENGINE);
        assertThat(verifier.verify(again).id()).isEqualTo(verifier.verify(first).id());
    }

    @Test
    void aMessageOfARetiredKeyIsNotSignedAgainByTheNewOne() {
        peer.answering(PeerDeliveryTest::originalRules);

        assertThatThrownBy(() -> deliver(signed(Duration.ofHours(3)), AgentKeys.generate()))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("another key");
        assertThat(peer.calls()).hasSize(1);
    }

    @Test
    void aFreshMessageThatIsForbiddenIsNotSignedAgain() {
        peer.answering(403);

        assertThatThrownBy(() -> deliver(signed(Duration.ofMinutes(2))))
                .isInstanceOfSatisfying(RejectedMessageException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.REFUSED))
                .hasMessage("127.0.0.1 answered 403");
        assertThat(peer.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 410, 413, 422})
    void whatThePeerWillNeverTakeIsRejected(int status) {
        peer.answering(status);

        assertThatThrownBy(() -> deliver(signed(Duration.ofHours(1)))).isInstanceOf(RejectedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 404, 405, 408, 429, 500, 502, 503})
    void aPeerThatIsBusyOrNotSetUpIsTriedAgain(int status) {
        peer.answering(push -> new Answer(status, "Retry-After", "90"));

        assertThatThrownBy(() -> deliver(signed(Duration.ofMinutes(1))))
                .isInstanceOfSatisfying(TryLaterException.class, e -> assertThat(e.notBefore())
                        .isEqualTo(NOW.instant().plusSeconds(90)));
    }

    @Test
    void aWrongClockIsReportedAndNotPaperedOver() {
        // The server of the JDK sets Date itself, so this far end answers by hand.
        PeerTransport skewed = new PeerTransport() {
            @Override
            public PushAnswer push(String file, byte[] pushed) {
                return new PushAnswer(
                        PushAnswer.Verdict.FORBIDDEN,
                        "bob answered 403",
                        null,
                        NOW.instant().plus(Duration.ofMinutes(20)));
            }

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> deliver(signed(Duration.ofHours(1)), KEYS, skewed))
                .isInstanceOf(TryLaterException.class)
                .hasMessage("bob answered 403; its clock is 1200 seconds ahead of ours: set the wrong one right");
    }

    @Test
    void aPeerThatIsAwayIsTriedAgainUntilOurPatienceEnds() throws IOException {
        String nobody;
        try (HttpFarEnd gone = new HttpFarEnd()) {
            nobody = gone.url();
        }
        try (HttpPeerTransport transport = transport(nobody)) {
            assertThatThrownBy(() -> deliver(signed(PATIENCE.minusMinutes(1)), KEYS, transport))
                    .isInstanceOf(TryLaterException.class)
                    .hasMessageContaining("refused");
            assertThatThrownBy(() -> deliver(signed(PATIENCE), KEYS, transport))
                    .isInstanceOfSatisfying(RejectedMessageException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.STALE))
                    .hasMessageStartingWith("not delivered in the 168 hours since it was signed; lastly: ");
        }
    }

    @Test
    void whatWaitedLongerThanOurPatienceIsOfferedAsItIsAndNotSignedAgain() {
        peer.answering(PeerDeliveryTest::originalRules);

        assertThatThrownBy(() -> deliver(signed(PATIENCE.plusDays(1)))).isInstanceOf(RejectedMessageException.class);
        assertThat(peer.calls()).hasSize(1);
    }

    @Test
    void anOlderPeerThatKnowsOnlyTheBareInboxGetsItThereAndIsAskedThereFirstNextTime() throws Exception {
        peer.answering(push -> new Answer(push.target().equals("/inbox") ? 201 : 404));
        try (HttpPeerTransport transport = transport(peer.url())) {
            deliver(signed(Duration.ZERO), KEYS, transport);
            deliver(signed(Duration.ZERO), KEYS, transport);
        }

        assertThat(peer.calls()).extracting(HttpFarEnd.Call::target).containsExactly("/inbox/bob", "/inbox", "/inbox");
    }

    @Test
    void aPrivateAddressIsNotConnectedToUnlessAllowedAndTriedAgain() throws IOException {
        HttpOptions guarded = new HttpOptions(
                AddressGuard.PUBLIC_ONLY, PemTls.systemDefault(), Duration.ofSeconds(5), Duration.ofSeconds(10), null);
        try (HttpPeerTransport transport = new HttpPeerTransport(guarded, peer.url(), new AgentName("bob"), NOW)) {
            assertThatThrownBy(() -> deliver(signed(Duration.ZERO), KEYS, transport))
                    .isInstanceOf(TryLaterException.class)
                    .hasMessageContaining("not a public address");
        }
        assertThat(peer.calls()).isEmpty();
    }

    @Test
    void aFileThatIsNoMessageIsRejectedBeforeAnythingIsSent() throws IOException {
        try (HttpPeerTransport transport = transport(peer.url())) {
            assertThatThrownBy(() -> deliver("{}".getBytes(UTF_8), KEYS, transport))
                    .isInstanceOf(RejectedMessageException.class);
        }
        assertThat(peer.calls()).isEmpty();
    }
}
