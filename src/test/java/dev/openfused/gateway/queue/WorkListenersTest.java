package dev.openfused.gateway.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.LogLines;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkListenersTest {
    @Test
    void aListenerThatFailsFailsNoVerbAndNoOtherListener() {
        WorkListeners listeners = new WorkListeners();
        AtomicInteger woken = new AtomicInteger();
        Target target = Target.bridge("ops");
        listeners.add(target, () -> {
            throw new RejectedExecutionException("full");
        });
        listeners.add(target, woken::incrementAndGet);
        try (LogLines log = LogLines.of(WorkListeners.class)) {
            listeners.wake(target);

            assertThat(log.lines()).singleElement().asString().contains("bridge:ops", "full");
        }
        assertThat(woken).hasValue(1);
    }
}
