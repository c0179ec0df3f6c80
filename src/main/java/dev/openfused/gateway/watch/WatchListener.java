package dev.openfused.gateway.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Learns of files. The methods are called on the watch's own threads: {@link #file} on one, {@link #scan} on another, so
 * that a scan over many files does not keep a new one waiting. The first scan is over before the first file is shown.
 */
public interface WatchListener {
    /**
     * A file is new or changed. It may be half-written, or gone again. With {@link WatchOptions.Scans#FOLDER} it may be a
     * folder, unless the watch goes into folders.
     *
     * @param file relative to the watched folder
     * @return when to show it again even if nothing happens to it, or empty
     */
    Optional<Duration> file(Path file);

    /**
     * Anything may have changed: look at the whole folder. Only with {@link WatchOptions.Scans#FOLDER}.
     *
     * @return when to look again even if nothing happens, or empty
     */
    Optional<Duration> scan();
}
