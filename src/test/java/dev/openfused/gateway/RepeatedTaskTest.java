package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedTaskTest {
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class, StackOverflowError.class})
    void whatFailsIsDoneAgain(Class<? extends Throwable> fault) throws Exception {
        CountDownLatch times = new CountDownLatch(3);
        try (RepeatedTask task = RepeatedTask.start("test", Duration.ZERO, Duration.ofMillis(1), () -> {
            times.countDown();
            RepeatedTaskTest.<RuntimeException>fail(fault);
        })) {
            assertThat(times.await(45, TimeUnit.SECONDS)).isTrue();
        }
    }

    @SuppressWarnings("unchecked") // thrown as it is
    private static <T extends Throwable> void fail(Class<? extends Throwable> fault) throws T {
        try {
            throw (T) fault.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
