package dev.openfused.gateway.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerConditionTest {
    private static final Instant START = Instant.parse("2026-11-23T02:33:06Z");
    private final PeerCondition condition = new PeerCondition("alice", Duration.ofMinutes(1), Duration.ofMinutes(30));

    private static SyncReport report(boolean away, String... faults) {
        return new SyncReport("alice", 0, 0, 0, 0, 0, List.of(faults), List.of(), away);
    }

    @Test
    void aPeerThatDoesNotAnswerIsAskedLessAndLessOftenUpToHalfAnHour() {
        List<Long> asked = new ArrayList<>();
        for (long minute = 0; minute <= 125; minute++) {
            Instant now = START.plus(Duration.ofMinutes(minute));
            if (condition.isDue(now)) {
                asked.add(minute);
                condition.after(report(true, "refused"), now);
            }
        }

        assertThat(asked).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 60L, 89L, 118L);
    }

    @Test
    void aPeerThatAnswersIsAskedEachTime() {
        condition.after(report(true, "refused"), START);
        condition.after(report(true, "refused"), START);
        condition.after(report(false), START);

        assertThat(condition.isDue(START)).isTrue();
    }

    @Test
    void aPeerThatBreaksOffAfterItGaveSomethingIsAskedEachTime() {
        condition.after(new SyncReport("alice", 1, 0, 0, 0, 0, List.of("broke off"), List.of(), true), START);

        assertThat(condition.isDue(START)).isTrue();
    }

    @Test
    void whatIsWrongIsSaidWhenItBeginsAndWhenItIsOver() {
        assertThat(condition.after(report(true, "refused"), START)).containsExactly("peer alice: refused");
        assertThat(condition.after(report(true, "refused"), START)).isEmpty();
        assertThat(condition.after(report(true, "timed out"), START)).containsExactly("peer alice: timed out");
        assertThat(condition.after(report(false), START)).containsExactly("peer alice: all is well again");
        assertThat(condition.after(report(false), START)).isEmpty();
    }
}
