package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.api.Shares.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {
    private final long start = System.nanoTime();
    private final List<Share<String>> shares = List.of(
            share("greedy's first", "greedy", 10, 1),
            share("modest's only", "modest", 15, 0),
            share("greedy's last", "greedy", 10, 3),
            share("greedy's second", "greedy", 10, 2));

    @Test
    void theClientThatHoldsMostGivesWayBeginningWithTheOldest() {
        assertThat(Shares.toRelease(shares, 15)).containsExactly("greedy's first", "greedy's second");
    }

    @Test
    void anotherClientGivesWayOnceItHoldsMost() {
        assertThat(Shares.toRelease(shares, 21)).containsExactly("greedy's first", "greedy's second", "modest's only");
    }

    @Test
    void ofClientsThatHoldTheSameTheOneThatCameFirstGivesWay() {
        assertThat(Shares.toRelease(List.of(share("second", "a", 1, 2), share("first", "b", 1, 1)), 1))
                .containsExactly("first");
    }

    @Test
    void whereThereIsNotEnoughAllGiveWay() {
        assertThat(Shares.toRelease(shares, 1_000)).hasSize(shares.size());
        assertThat(Shares.toRelease(List.<Share<String>>of(), 1)).isEmpty();
    }

    private Share<String> share(String holder, String client, long size, long seconds) {
        return new Share<>(holder, client, size, start - 1_000_000_000_000L + seconds * 1_000_000_000L);
    }
}
