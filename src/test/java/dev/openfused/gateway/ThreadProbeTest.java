package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadProbeTest {
    private final AtomicInteger ends = new AtomicInteger();
    private boolean exhausted = true;
    private final ThreadProbe probe = new ThreadProbe(this::startThread, ends::incrementAndGet);

    private void startThread() {
        if (exhausted) {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }

    @Test
    void aProcessThatCanStartNoThreadsEnds() {
        probe.look();
        probe.look();
        assertThat(ends).hasValue(0);

        probe.look();

        assertThat(ends).hasValue(1);
    }

    @Test
    void aShortageThatPassesEndsNothing() {
        for (int i = 0; i < 5; i++) {
            probe.look();
            probe.look();
            exhausted = false;
            probe.look();
            exhausted = true;
        }

        assertThat(ends).hasValue(0);
    }
}
