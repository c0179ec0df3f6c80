package dev.openfused.gateway.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.peer.PushAnswer.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waited for a peer that was away for hours goes as fast as anything else, in order, and once. */
class AgedBacklogTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-23T02:33:10Z"), ZoneOffset.UTC);
    private static final SignatureEngine ENGINE = SignatureEngine.best();
    private static final AgentKeys KEYS = AgentKeys.generate();
    private static final int MESSAGES = 50;

    private final GatewayPeer peer = new GatewayPeer();
    private final PushAhead ahead = new PushAhead(peer);
    private final PeerDelivery delivery = new PeerDelivery(new MessageSealer(ENGINE, NOW), NOW, Duration.ofDays(7));

    /** Takes what was signed in the last ten minutes, several at a time up to the first that it does not take. */
    private static final class GatewayPeer implements PeerTransport {
        private final List<SignedMessage> taken = new ArrayList<>();
        private int asked;

        @Override
        public PushAnswer push(String file, byte[] envelope) {
            asked++;
            return answer(envelope);
        }

        @Override
        public boolean takesSeveral() {
            return true;
        }

        @Override
        public List<PushAnswer> pushAll(List<byte[]> envelopes) {
            asked++;
            List<PushAnswer> answers = new ArrayList<>();
            for (byte[] envelope : envelopes) {
                PushAnswer answer = answer(envelope);
                answers.add(answer);
                if (answer.verdict() != Verdict.ACCEPTED) {
                    break;
                }
            }
            return answers;
        }

        private PushAnswer answer(byte[] envelope) {
            SignedMessage message = read(envelope);
            if (Instant.parse(message.timestamp()).isBefore(NOW.instant().minus(Duration.ofMinutes(10)))) {
                return new PushAnswer(Verdict.FORBIDDEN, "too old", null, null);
            }
            taken.add(message);
            return new PushAnswer(Verdict.ACCEPTED, "has it", null, null);
        }

        @Override
        public void close() {}
    }

    private static SignedMessage read(byte[] envelope) {
        try {
            return MessageJson.read(envelope);
        } catch (RejectedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] signed(int number, Duration ago, AgentKeys keys) {
        return MessageJson.write(
                new MessageSealer(ENGINE, Clock.offset(NOW, ago.negated())).sign("alice", keys, "message " + number));
    }

    private void deliverAll(List<byte[]> line) throws Exception {
        for (int i = 0; i < line.size(); i++) {
            List<byte[]> rest = line.subList(i + 1, line.size());
            delivery.deliver(
                    i + ".json",
                    line.get(i),
                    KEYS,
                    ahead.before(
                            (most, largest) -> rest.subList(0, Math.min(most, rest.size())),
                            next -> delivery.ahead(next, KEYS)));
        }
    }

    @Test
    void onceOneIsRefusedForItsAgeTheOthersGoSignedAgainWithIt() throws Exception {
        List<byte[]> line = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            line.add(signed(i, i < MESSAGES / 2 ? Duration.ofHours(3) : Duration.ofMinutes(1), KEYS));
        }

        deliverAll(line);

        assertThat(peer.asked).isEqualTo(2);
        assertThat(peer.taken)
                .extracting(SignedMessage::message)
                .containsExactlyElementsOf(
                        line.stream().map(envelope -> read(envelope).message()).toList());
        assertThat(peer.taken.get(1).resent())
                .isEqualTo(new SignedMessage.Resent(
                        read(line.get(1)).timestamp(), read(line.get(1)).signature()));
        assertThat(peer.taken.get(MESSAGES - 1)).isEqualTo(read(line.get(MESSAGES - 1)));
    }

    @Test
    void whatCannotBeSignedAgainGoesAlongAsItIs() {
        byte[] ofAnotherKey = signed(1, Duration.ofHours(3), AgentKeys.generate());
        byte[] noMessage = {'{', '}'};
        byte[] givenUp = signed(2, Duration.ofDays(8), KEYS);

        for (byte[] envelope : List.of(ofAnotherKey, noMessage, givenUp)) {
            assertThat(delivery.ahead(envelope, KEYS)).isSameAs(envelope);
        }
    }
}
