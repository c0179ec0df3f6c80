package dev.openfused.gateway.cli;

import dev.openfused.gateway.watch.WatchListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Tells when one file of a folder says something else than before. */
final class FileNews implements WatchListener {
    private static final long LARGEST = 16 << 20;

    private final Path file;
    private final Runnable told;
    private int known;

    FileNews(Path file, Runnable told) {
        this.file = file;
        this.told = told;
        this.known = digest();
    }

    @Override
    public synchronized Optional<Duration> file(Path changed) {
        if (changed.equals(file.getFileName())) {
            int now = digest();
            if (now != known) {
                known = now;
                told.run();
            }
        }
        return Optional.empty();
    }

    /** Of its text; a file that is not there is like an empty one. */
    private int digest() {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST
                    ? Arrays.hashCode(Files.readAllBytes(file))
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public Optional<Duration> scan() {
        return Optional.empty();
    }
}
