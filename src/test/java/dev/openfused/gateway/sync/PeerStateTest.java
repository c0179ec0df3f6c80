package dev.openfused.gateway.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.store.PeerFiles;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerStateTest {
    private static final Instant START = Instant.parse("2026-11-23T02:33:06Z");
    private static final String URL = "https://alice.example.org";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Pace PACE = Pace.ofServe(MINUTE, Duration.ofMinutes(30));

    @TempDir
    Path folder;

    private PeerFiles files;

    @BeforeEach
    void makeAStore() throws StoreException {
        files = Store.init(folder, "bob").peerFiles(new AgentName("alice"));
    }

    private static SyncReport report(boolean away, String... faults) {
        return new SyncReport("alice", 0, 0, 0, 0, 0, List.of(faults), List.of(), away);
    }

    /** Each time as a process would that lives for one exchange only. */
    private PeerState after(SyncReport report, Instant now, Pace pace) throws StoreException {
        if (report.succeeded()) {
            files.synced(now);
        }
        PeerState.of(files, URL).after(report, now, pace).save(files, URL);
        return PeerState.of(files, URL);
    }

    private PeerState fails(int times) throws StoreException {
        PeerState state = PeerState.of(files, URL);
        for (int i = 0; i < times; i++) {
            state = after(report(true, "refused"), START, PACE);
        }
        return state;
    }

    @Test
    void aPeerThatDoesNotAnswerIsAskedLessAndLessOftenUpToHalfAnHour() throws Exception {
        List<Long> asked = new ArrayList<>();
        for (long minute = 0; minute <= 125; minute++) {
            Instant now = START.plus(Duration.ofMinutes(minute));
            if (PeerState.of(files, URL).isDue(now, PACE)) {
                asked.add(minute);
                after(report(true, "refused"), now, PACE);
            }
        }

        assertThat(asked).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 61L, 91L, 121L);
    }

    @Test
    void aTimerThatComesAMomentEarlyIsNotARoundLate() throws Exception {
        PeerState state = fails(3);

        assertThat(state.isDue(START.plus(MINUTE.multipliedBy(3)), PACE)).isFalse();
        assertThat(state.isDue(START.plus(MINUTE.multipliedBy(4)).minusMillis(20), PACE))
                .isTrue();
    }

    @Test
    void aPeerThatAnswersIsAskedEachTime() throws Exception {
        fails(2);

        PeerState state = after(report(false), START, PACE);

        assertThat(state.isDue(START, PACE)).isTrue();
        assertThat(state.fault()).isNull();
    }

    @Test
    void aPeerThatBreaksOffAfterItGaveSomethingIsAskedEachTime() throws Exception {
        PeerState state =
                after(new SyncReport("alice", 1, 0, 0, 0, 0, List.of("broke off"), List.of(), true), START, PACE);

        assertThat(state.isDue(START, PACE)).isTrue();
        assertThat(state.fault()).isEqualTo("broke off");
    }

    @Test
    void aPeerThatRefusesAnswers() throws Exception {
        PeerState state = after(report(false, "answered 403", "and more"), START, PACE);

        assertThat(state.isDue(START, PACE)).isTrue();
        assertThat(state).isEqualTo(new PeerState(null, START, "answered 403", MINUTE, Duration.ZERO, null));
    }

    @Test
    void allOfItIsKept() throws Exception {
        after(report(false), START, PACE);
        Instant later = START.plus(MINUTE);

        PeerState state = after(report(true, "refused"), later, PACE);

        assertThat(state).isEqualTo(new PeerState(START, later, "refused", MINUTE, MINUTE, later.plus(MINUTE)));
        assertThat(state.nextTry()).contains(later.plus(MINUTE));
    }

    @Test
    void nothingIsWrittenWhileAllIsWell() throws Exception {
        after(report(false), START, PACE);
        Path file = folder.resolve(".gateway/sync/alice.state");
        Object written = Files.readAttributes(file, "unix:ino").get("ino");

        PeerState state = after(report(false), START.plus(MINUTE), PACE);

        assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(written);
        assertThat(state.lastTry()).isEqualTo(START.plus(MINUTE)).isEqualTo(state.lastSuccess());
        assertThat(state.nextTry()).contains(START.plus(MINUTE.multipliedBy(2)));
    }

    @Test
    void whoAsksByHandOnlyEndsAPause() throws Exception {
        PeerState waiting = fails(3);

        PeerState failed = after(report(true, "still refused"), START.plusSeconds(9), Pace.BY_HAND);
        assertThat(failed.until()).isEqualTo(waiting.until());
        assertThat(failed.pause()).isEqualTo(waiting.pause());
        assertThat(failed.fault()).isEqualTo("still refused");
        assertThat(failed.every()).isEqualTo(MINUTE);

        assertThat(after(report(false), START.plusSeconds(10), Pace.BY_HAND).isDue(START.plusSeconds(11), PACE))
                .isTrue();
    }

    @Test
    void whoWatchesLeavesItAloneTooButSaysNothingOfTheNextTime() throws Exception {
        Pace watch = Pace.ofWatch(Duration.ofMinutes(5), Duration.ofMinutes(30));

        PeerState state = after(report(true, "refused"), START, watch);

        assertThat(state.isDue(START.plus(MINUTE), watch)).isFalse();
        assertThat(after(report(false), START, watch).nextTry()).isEmpty();
    }

    @Test
    void anotherAddressIsAnotherPeer() throws Exception {
        fails(3);

        PeerState state = PeerState.of(files, "https://alice.example.com");

        assertThat(state).isEqualTo(new PeerState(null, null, null, Duration.ZERO, Duration.ZERO, null));
        assertThat(state.nextTry()).isEmpty();
    }

    @Test
    void aClockThatWasSetBackLeavesNobodyAloneForLonger() throws Exception {
        assertThat(fails(3).isDue(START.minus(Duration.ofDays(400)), PACE)).isTrue();
    }

    @Test
    void aLongestWaitThatWasMadeShorterHoldsAtOnce() throws Exception {
        PeerState state = fails(3);

        assertThat(state.isDue(START, PACE)).isFalse();
        assertThat(state.isDue(START, Pace.ofServe(MINUTE, MINUTE))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"url\":\"https://alice.example.org\",\"until\":\"tomorrow\"}",
                "{\"url\":\"https://alice.example.org\",\"fault\":{}}",
                "{\"url\":\"https://alice.example.org\",\"everyMillis\":-1,\"pauseMillis\":1e99}",
                "{\"everyMillis\":60000,\"until\":\"2999-01-01T00:00:00Z\"}",
            })
    void whatIsDamagedIsAsIfItWereNotThere(String text) throws Exception {
        fails(1);
        Files.writeString(folder.resolve(".gateway/sync/alice.state"), text);

        assertThat(PeerState.of(files, URL))
                .isEqualTo(new PeerState(null, null, null, Duration.ZERO, Duration.ZERO, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "+1000000000-12-31T23:59:59Z"})
    void aTimeOfSuccessThatIsNoneIsNoSuccess(String text) throws Exception {
        after(report(false), START, PACE);
        Files.writeString(folder.resolve(".peers/alice/.last-sync"), text);

        assertThat(PeerState.of(files, URL).lastSuccess()).isNull();
    }
}
