package dev.openfused.gateway.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerTimeTest {
    private static final Duration STALL = Duration.ofMinutes(2);

    private final SettableClock clock = new SettableClock();
    private int stalls;
    private int readings;

    /** The server's clock agrees with ours; the process stands still before it asks, and again before it has the answer. */
    private long read() {
        readings++;
        if (readings > stalls) {
            return clock.millis();
        }
        clock.pass(STALL);
        long answer = clock.millis();
        clock.pass(STALL);
        return answer;
    }

    private long ahead() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            long told = new ServerTime(session -> read(), clock, clock::nanos).millis(new Session(connection));
            return told - clock.millis();
        }
    }

    @Test
    void aStallWhileTheServerIsAskedDoesNotShiftTheTime() throws Exception {
        stalls = 1;

        assertThat(ahead()).isZero();
    }

    @Test
    void theTimeIsNeverAheadOfTheServersHoweverOftenItStalls() throws Exception {
        stalls = Integer.MAX_VALUE;

        assertThat(ahead()).isNegative();
        assertThat(readings).as("bounded").isEqualTo(3);
    }
}
