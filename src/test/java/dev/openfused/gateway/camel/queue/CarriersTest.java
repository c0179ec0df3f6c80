package dev.openfused.gateway.camel.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.LogLines;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CarriersTest {
    private final Queue<Runnable> begun = new ArrayDeque<>();
    private final List<String> carried = new ArrayList<>();
    private int threads = Integer.MAX_VALUE;

    private void execute(Runnable work) {
        if (begun.size() == threads) {
            throw new RejectedExecutionException("no thread can be made");
        }
        begun.add(work);
    }

    @Test
    void aClaimForWhichNoThreadCanBeMadeIsCarriedByOneThatIsAtWork() {
        threads = 1;
        Carriers<String> carriers = new Carriers<>(this::execute, 4, carried::add);

        carriers.add("first");
        carriers.add("second");
        begun.remove().run();

        assertThat(carried).containsExactly("first", "second");
    }

    @Test
    void aClaimIsNotKeptIfThereIsNoThreadAtAll() {
        threads = 0;
        Carriers<String> carriers = new Carriers<>(this::execute, 4, carried::add);

        assertThatThrownBy(() -> carriers.add("first")).isInstanceOf(RejectedExecutionException.class);

        assertThat(carriers.isBehind()).isFalse();
    }

    @Test
    void anErrorInOneExchangeKeepsNoneFromThoseThatWait() throws Exception {
        Carriers<String> carriers = new Carriers<>(this::execute, 1, claim -> {
            carried.add(claim);
            throw new StackOverflowError();
        });
        try (LogLines log = LogLines.of(Carriers.class)) {
            carriers.add("first");
            carriers.add("second");
            begun.remove().run();

            assertThat(carried).containsExactly("first", "second");
            assertThat(carriers.await(Duration.ZERO)).isTrue();
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("StackOverflowError"));
        }
    }
}
