package dev.openfused.gateway.demo;

import dev.openfused.gateway.watch.FolderWatch;
import dev.openfused.gateway.watch.WatchListener;
import dev.openfused.gateway.watch.WatchOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The first message file that a folder holds or gets. */
final class FirstMessage implements WatchListener {
    private final Path directory;
    private final CompletableFuture<Path> found = new CompletableFuture<>();

    private FirstMessage(Path directory) {
        this.directory = directory;
    }

    /**
     * Waits for it.
     *
     * @param directory the folder, such as an inbox
     * @param patience how long at most
     * @return its path, or empty if there was none in time
     */
    static Optional<Path> in(Path directory, Duration patience) throws InterruptedException {
        FirstMessage first = new FirstMessage(directory);
        FolderWatch watch = new FolderWatch(directory, WatchOptions.DEFAULT, first, Clock.systemUTC());
        try (watch) {
            return Optional.of(first.found.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes it with a fault", e);
        }
    }

    @Override
    public Optional<Duration> file(Path file) {
        if (file.toString().endsWith(".json")) {
            found.complete(directory.resolve(file));
        }
        return Optional.empty();
    }

    @Override
    public Optional<Duration> scan() {
        return Optional.empty();
    }
}
