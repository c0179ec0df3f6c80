package dev.openfused.gateway.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The database file as it was first opened: a deleted file stays writable, but what is written to it is lost. */
final class OpenedFile {
    private final Path file;
    private final @Nullable Object key;

    OpenedFile(Path file) throws IOException {
        this.file = file;
        this.key = key(file);
    }

    /** Costs a few microseconds. */
    void requireThere() throws StateLostException {
        try {
            if (key != null && !key.equals(key(file))) {
                throw new StateLostException();
            }
        } catch (IOException e) {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new StateLostException();
            } // else nobody can say; SQLite is going to
        }
    }

    /** Null where the file system gives files no number. */
    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
