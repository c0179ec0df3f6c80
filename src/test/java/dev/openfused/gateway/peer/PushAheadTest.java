package dev.openfused.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.peer.PushAnswer.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Messages that go along with the one whose turn it is. */
class PushAheadTest {
    private final Peer peer = new Peer();
    private final PushAhead ahead = new PushAhead(peer);
    private List<String> line = List.of("one", "two", "three", "four");

    /** Takes all but what it is told not to; knows what it was asked. */
    private static final class Peer implements PeerTransport {
        final List<String> asked = new ArrayList<>();
        final Set<String> refused = new HashSet<>();
        boolean several = true;
        boolean breaks;
        boolean goesOn;

        @Override
        public PushAnswer push(String file, byte[] envelope) {
            asked.add(new String(envelope, UTF_8));
            return answer(envelope);
        }

        @Override
        public boolean takesSeveral() {
            return several;
        }

        @Override
        public List<PushAnswer> pushAll(List<byte[]> envelopes) throws IOException {
            asked.add(String.join(
                    "+", envelopes.stream().map(e -> new String(e, UTF_8)).toList()));
            if (breaks) {
                throw new IOException("connection reset");
            }
            List<PushAnswer> answers = new ArrayList<>();
            for (byte[] envelope : envelopes) {
                answers.add(answer(envelope));
                if (!goesOn && answers.get(answers.size() - 1).verdict() != Verdict.ACCEPTED) {
                    break;
                }
            }
            return answers;
        }

        private PushAnswer answer(byte[] envelope) {
            boolean taken = !refused.contains(new String(envelope, UTF_8));
            return new PushAnswer(taken ? Verdict.ACCEPTED : Verdict.LATER, taken ? "has it" : "busy", null, null);
        }

        @Override
        public void close() {}
    }

    private Verdict turnOf(String message) throws IOException {
        List<byte[]> rest = line.subList(line.indexOf(message) + 1, line.size()).stream()
                .map(m -> m.getBytes(UTF_8))
                .toList();
        return ahead.before((most, largest) -> rest, UnaryOperator.identity())
                .push(message + ".json", message.getBytes(UTF_8))
                .verdict();
    }

    @Test
    void goAtOnceAndAreNotAskedAgain() throws Exception {
        for (String message : line) {
            assertThat(turnOf(message)).isEqualTo(Verdict.ACCEPTED);
        }

        assertThat(peer.asked).containsExactly("one+two+three+four");
    }

    @Test
    void areAskedAgainFromTheFirstThatWasNotTaken() throws Exception {
        peer.refused.add("three");
        assertThat(turnOf("one")).isEqualTo(Verdict.ACCEPTED);
        assertThat(turnOf("two")).isEqualTo(Verdict.ACCEPTED);
        assertThat(turnOf("three")).isEqualTo(Verdict.LATER);
        peer.refused.clear();
        assertThat(turnOf("three")).isEqualTo(Verdict.ACCEPTED);
        assertThat(turnOf("four")).isEqualTo(Verdict.ACCEPTED);

        assertThat(peer.asked).containsExactly("one+two+three+four", "three+four", "three+four");
    }

    @Test
    void areKnownWhenTheirTurnComesThoughTheyWentInAnotherForm() throws Exception {
        PeerTransport first = ahead.before(
                (most, largest) -> List.of("two".getBytes(UTF_8)),
                next -> (new String(next, UTF_8) + " again").getBytes(UTF_8));
        first.push("one.json", "one".getBytes(UTF_8));

        assertThat(turnOf("two")).isEqualTo(Verdict.ACCEPTED);

        assertThat(peer.asked).containsExactly("one+two again");
    }

    @Test
    void areAskedAgainIfThePeerSaysThatItTookThemAfterOneThatItDidNot() throws Exception {
        peer.refused.add("two");
        peer.goesOn = true;
        turnOf("one");
        assertThat(turnOf("two")).isEqualTo(Verdict.LATER);
        peer.refused.clear();
        assertThat(turnOf("two")).isEqualTo(Verdict.ACCEPTED);

        assertThat(peer.asked).containsExactly("one+two+three+four", "two+three+four", "two+three+four");
    }

    @Test
    void areAllAskedAgainIfThereWasNoAnswer() throws Exception {
        peer.breaks = true;
        assertThatThrownBy(() -> turnOf("one")).isInstanceOf(IOException.class);
        peer.breaks = false;
        for (String message : line) {
            assertThat(turnOf(message)).isEqualTo(Verdict.ACCEPTED);
        }

        assertThat(peer.asked).containsExactly("one+two+three+four", "one+two+three+four");
    }

    @Test
    void goOneByOneToAPeerThatTakesOneAtATime() throws Exception {
        peer.several = false;
        for (String message : line) {
            turnOf(message);
        }

        assertThat(peer.asked).containsExactly("one", "two", "three", "four");
    }

    @Test
    void goInPortionsIfTheyAreLarge() throws Exception {
        line = List.of("a".repeat(200_000), "b".repeat(50_000), "c".repeat(200_000));
        for (String message : line) {
            turnOf(message);
        }

        assertThat(peer.asked).containsExactly(line.get(0) + "+" + line.get(1), line.get(2));
    }
}
