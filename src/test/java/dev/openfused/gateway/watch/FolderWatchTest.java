package dev.openfused.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.watch.WatchOptions.Mode;
import dev.openfused.gateway.watch.WatchOptions.Scans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FolderWatchTest {
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void everyFileOfABurstIsSeen(Mode mode) throws IOException {
        int burst = Boolean.getBoolean("soak") ? 20_000 : 1_000;
        Seen seen = new Seen();
        try (FolderWatch watch = watch(folder, options(false, mode, Scans.FILES), seen)) {
            for (int i = 0; i < burst; i++) {
                Files.writeString(folder.resolve(i + ".json"), "{}");
            }

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(seen.files).hasSize(burst));
            assertThat(watch.hasEvents()).isEqualTo(mode == Mode.EVENTS);
        }
    }

    @Test
    void filesThatAreThereAtTheStartAreSeen() throws IOException {
        Files.writeString(folder.resolve("old.json"), "{}");
        Seen seen = new Seen();

        try (FolderWatch watch = watch(folder, options(false, Mode.EVENTS, Scans.FILES), seen)) {
            await().untilAsserted(() -> assertThat(seen.files).containsOnlyKeys("old.json"));
            assertThat(watch.hasEvents()).isTrue();
        }
    }

    @Test
    void aFileThatGrowsIsShownAgain() throws IOException {
        Seen seen = new Seen();
        try (FolderWatch watch = watch(folder, options(false, Mode.AUTO, Scans.FILES), seen)) {
            Path file = Files.writeString(folder.resolve("a.json"), "{");
            await().until(() -> seen.times("a.json") > 0);
            int before = seen.times("a.json");

            Files.writeString(file, "{}");

            await().until(() -> seen.times("a.json") > before);
            assertThat(watch.hasEvents()).isTrue();
        }
    }

    @Test
    void hiddenAndTemporaryNamesAreNotShown() throws IOException {
        Seen seen = new Seen();
        try (FolderWatch watch = watch(folder, options(true, Mode.EVENTS, Scans.FILES), seen)) {
            await().until(watch::hasEvents);
            for (String name : new String[] {".a.json", "b.json.tmp", "c.json~", "d.part"}) {
                Files.writeString(folder.resolve(name), "{}");
            }
            Files.createDirectory(folder.resolve(".sent"));
            Files.writeString(folder.resolve(".sent/e.json"), "{}");
            Files.writeString(folder.resolve("last.json"), "{}");

            await().untilAsserted(() -> assertThat(seen.files).containsOnlyKeys("last.json"));
        }
    }

    @Test
    void filesInNewSubFoldersAreSeenHoweverFastTheyCome() throws IOException {
        Seen seen = new Seen();
        try (FolderWatch watch = watch(folder, options(true, Mode.EVENTS, Scans.FILES), seen)) {
            await().until(watch::hasEvents);
            for (int i = 0; i < 200; i++) {
                Path sub = Files.createDirectory(folder.resolve("peer-" + i));
                Files.writeString(sub.resolve("first.json"), "{}");
            }
            await().untilAsserted(() -> assertThat(seen.files).hasSize(200));

            Files.writeString(folder.resolve("peer-7/second.json"), "{}");

            await().untilAsserted(() -> assertThat(seen.files).containsKey("peer-7/second.json"));
        }
    }

    @ParameterizedTest
    @EnumSource(Scans.class)
    void aWatchOutlivesAnErrorOfItsListener(Scans scans) throws IOException {
        Seen seen = new Seen();
        AtomicInteger faults = new AtomicInteger();
        WatchListener failing = new WatchListener() {
            @Override
            public Optional<Duration> file(Path file) {
                if (file.toString().startsWith("bad")) {
                    faults.incrementAndGet();
                    throw new OutOfMemoryError("injected");
                }
                return seen.file(file);
            }

            @Override
            public Optional<Duration> scan() {
                if (faults.getAndIncrement() == 0) {
                    throw new OutOfMemoryError("injected");
                }
                return seen.scan();
            }
        };
        try (FolderWatch watch = watch(folder, options(false, Mode.POLLING, scans), failing)) {
            Files.writeString(folder.resolve("bad.json"), "{}");
            await().until(() -> faults.get() > 0);

            Files.writeString(folder.resolve("good.json"), "{}");

            await().until(() -> scans == Scans.FOLDER ? faults.get() > 1 : seen.times("good.json") > 0);
        }
    }

    /** A folder that comes between the look at its parent and the watch on it has no event of its own. */
    @RepeatedTest(100)
    void filesInSubFoldersMadeWhileTheWatchStartsAreSeen(RepetitionInfo round) throws IOException {
        Seen seen = new Seen();
        try (FolderWatch watch = watch(folder, options(true, Mode.EVENTS, Scans.FILES), seen)) {
            long until = System.nanoTime() + round.getCurrentRepetition() * 20_000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            Path sub = Files.createDirectories(folder.resolve("peer/nested/deep"));
            Files.writeString(sub.resolve("a.json"), "{}");

            await().untilAsserted(() -> assertThat(seen.files).containsKey("peer/nested/deep/a.json"));
            assertThat(watch.hasEvents()).isTrue();
        }
    }

    @Test
    void aFolderMadeLaterIsWatchedThen() throws IOException {
        Path later = folder.resolve("later");
        Seen seen = new Seen();
        try (FolderWatch watch = watch(later, options(false, Mode.EVENTS, Scans.FILES), seen)) {
            Files.createDirectory(later);
            Files.writeString(later.resolve("a.json"), "{}");

            await().untilAsserted(() -> assertThat(seen.files).containsOnlyKeys("a.json"));
            await().until(watch::hasEvents);
        }
    }

    @Test
    void aFolderThatIsReplacedIsWatchedAgain() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Seen seen = new Seen();
        try (FolderWatch watch = watch(inner, options(false, Mode.EVENTS, Scans.FILES), seen)) {
            await().until(watch::hasEvents);
            Files.delete(inner);
            Files.createDirectory(inner);
            Files.writeString(inner.resolve("a.json"), "{}");

            await().untilAsserted(() -> assertThat(seen.files).containsOnlyKeys("a.json"));
        }
    }

    @Test
    void aFileIsShownAgainAfterTheWaitThatTheListenerAsksFor() throws IOException {
        Seen seen = new Seen();
        seen.again = 2;
        try (FolderWatch watch = watch(folder, options(false, Mode.EVENTS, Scans.FILES), seen)) {
            await().until(watch::hasEvents);
            Files.move(Files.writeString(folder.resolve(".new"), "{}"), folder.resolve("a.json"));

            await().untilAsserted(() -> assertThat(seen.times("a.json")).isEqualTo(3));
        }
    }

    @Test
    void aListenerWithItsOwnMemoryIsAskedToLookOnceAndThenToldOfEachFile() throws IOException {
        for (int i = 0; i < 100; i++) {
            Files.writeString(folder.resolve(i + ".json"), "{}");
        }
        Seen seen = new Seen();
        try (FolderWatch watch = watch(folder, options(false, Mode.EVENTS, Scans.FOLDER), seen)) {
            await().until(() -> watch.hasEvents() && seen.scans.get() == 1);

            Files.writeString(folder.resolve("new.json"), "{}");

            await().untilAsserted(() -> assertThat(seen.files).containsOnlyKeys("new.json"));
            assertThat(seen.scans).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"FOLDER, false, true", "FOLDER, true, false", "FILES, false, false"})
    void aNewSubFolderIsShownOnlyToAListenerWhoseScansMeetIt(Scans scans, boolean recursive, boolean shown)
            throws IOException {
        Seen seen = new Seen();
        try (FolderWatch watch = watch(folder, options(recursive, Mode.EVENTS, scans), seen)) {
            await().until(watch::hasEvents);

            Files.createDirectory(folder.resolve("sub.json"));
            Files.writeString(folder.resolve("last.json"), "{}");

            await().until(() -> seen.times("last.json") > 0);
            assertThat(seen.files.containsKey("sub.json")).isEqualTo(shown);
        }
    }

    @Test
    void aPolledFolderIsLookedAtAgainWhenItChanged() throws IOException {
        Seen seen = new Seen();
        try (FolderWatch watch = watch(folder, options(false, Mode.POLLING, Scans.FOLDER), seen)) {
            await().until(() -> seen.scans.get() > 0);
            int before = seen.scans.get();

            Files.writeString(folder.resolve("new.json"), "{}");

            await().until(() -> seen.scans.get() > before);
            assertThat(watch.hasEvents()).isFalse();
        }
    }

    private static FolderWatch watch(Path folder, WatchOptions options, WatchListener listener) {
        return new FolderWatch(folder, options, listener, Clock.systemUTC());
    }

    private static WatchOptions options(boolean recursive, Mode mode, Scans scans) {
        return new WatchOptions(recursive, mode, scans, NEVER, Duration.ofMillis(100));
    }

    private static final class Seen implements WatchListener {
        final Map<String, Integer> files = new ConcurrentHashMap<>();
        final AtomicInteger scans = new AtomicInteger();
        volatile int again;

        @Override
        public Optional<Duration> file(Path file) {
            files.merge(file.toString(), 1, Integer::sum);
            return again-- > 0 ? Optional.of(Duration.ofMillis(20)) : Optional.empty();
        }

        @Override
        public Optional<Duration> scan() {
            scans.incrementAndGet();
            return Optional.empty();
        }

        int times(String file) {
            return files.getOrDefault(file, 0);
        }
    }
}
