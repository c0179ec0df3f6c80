package dev.openfused.gateway.camel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryThreadsTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private DeliveryThreads threads;

    @BeforeEach
    void make() {
        threads = new DeliveryThreads(context.getExecutorServiceManager());
    }

    @AfterEach
    void close() {
        threads.close();
        context.stop();
    }

    @Test
    void aTargetWaitsForAThreadThatClaimsAndIsNotTurnedAway() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch claimed = new CountDownLatch(100);
        for (int target = 0; target < 100; target++) {
            threads.claims().execute(() -> {
                try {
                    answered.await();
                    claimed.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        answered.countDown();

        assertThat(claimed.await(45, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void thousandsOfTargetsRestAtATime() {
        for (int target = 0; target < 3_000; target++) {
            ScheduledFuture<?> rest = threads.timer().schedule(() -> {}, 1, TimeUnit.HOURS);
            assertThat(rest.isDone()).isFalse();
        }
    }
}
