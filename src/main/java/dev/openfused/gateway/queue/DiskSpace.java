package dev.openfused.gateway.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks whether the disk has room for what the queue writes. */
final class DiskSpace {
    /** Less than this is no room: a commit writes whole pages to the log, and the log into the file. */
    private static final long NO_ROOM = 1 << 20;

    private DiskSpace() {}

    /** False if nobody can say. */
    static boolean isFull(Path file) {
        try {
            return Files.getFileStore(file).getUsableSpace() < NO_ROOM;
        } catch (IOException e) {
            return false;
        }
    }
}
