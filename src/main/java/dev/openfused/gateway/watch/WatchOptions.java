package dev.openfused.gateway.watch;

import java.time.Duration;

/**
 * How a folder is watched.
 *
 * @param recursive whether sub-folders are watched too; hidden ones never are
 * @param mode where new files are learned from
 * @param scans what a scan does
 * @param scanEvery how often all is looked at, in case an event was missed
 * @param pollEvery how often to look where there are no events
 */
public record WatchOptions(boolean recursive, Mode mode, Scans scans, Duration scanEvery, Duration pollEvery) {
    /** One folder, events where the file system has them, a scan every five minutes, a poll every two seconds. */
    public static final WatchOptions DEFAULT =
            new WatchOptions(false, Mode.AUTO, Scans.FILES, Duration.ofMinutes(5), Duration.ofSeconds(2));

    /** Where new files are learned from. */
    public enum Mode {
        /** Events, or polling on file systems that other machines write to (NFS, SMB, FUSE and the like). */
        AUTO,
        /** Events of the file system. */
        EVENTS,
        /** Looking every now and then. */
        POLLING
    }

    /** What a scan does. */
    public enum Scans {
        /** Shows each file that is new or changed; remembers what was shown (about 150 bytes a file). */
        FILES,
        /** Says that the folder is to be looked at; for listeners with a memory of their own. */
        FOLDER
    }

    /**
     * Refuses periods that are not above zero: the watch would spin.
     *
     * @param recursive not checked, as any will do
     * @param mode not checked
     * @param scans not checked
     * @param scanEvery above zero
     * @param pollEvery above zero
     * @throws IllegalArgumentException if a period is not above zero
     */
    public WatchOptions {
        if (scanEvery.isNegative() || scanEvery.isZero() || pollEvery.isNegative() || pollEvery.isZero()) {
            throw new IllegalArgumentException("periods must be above zero");
        }
    }
}
