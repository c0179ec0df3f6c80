package dev.openfused.gateway.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeerConditionTest {
    private static SyncReport report(String... faults) {
        return new SyncReport("alice", 0, 0, 0, 0, 0, List.of(faults), List.of(), faults.length > 0);
    }

    @Test
    void whatIsWrongIsSaidWhenItBeginsAndWhenItIsOver() {
        PeerCondition condition = new PeerCondition("alice", List.of());

        assertThat(condition.after(report("refused"))).containsExactly("peer alice: refused");
        assertThat(condition.after(report("refused"))).isEmpty();
        assertThat(condition.after(report("timed out"))).containsExactly("peer alice: timed out");
        assertThat(condition.after(report())).containsExactly("peer alice: all is well again");
        assertThat(condition.after(report())).isEmpty();
    }

    @Test
    void whatWasToldAtTheStartIsNotToldAgain() {
        PeerCondition condition = new PeerCondition("alice", List.of("refused"));

        assertThat(condition.after(report("refused"))).isEmpty();
        assertThat(condition.after(report())).containsExactly("peer alice: all is well again");
    }
}
