package dev.openfused.gateway.camel.records;

import dev.openfused.gateway.camel.HalfOfTheTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The shipped {@code routes/file.yaml}. */
class FileRouteTest extends DirectoryRouteContract {
    private final HalfOfTheTime half = new HalfOfTheTime(7);

    @Override
    List<String> settings(boolean failing) throws Exception {
        if (failing) {
            Files.createSymbolicLink(folder.resolve("mounted"), directory());
        }
        return List.of("to=file", "directory=" + (failing ? folder.resolve("mounted") : directory()));
    }

    /** The directory is there, or something else is in its place, as when a disk is not mounted. */
    @Override
    void meanwhile() {
        try {
            Path next = Files.createSymbolicLink(
                    folder.resolve("next"), half.fails() ? folder.resolve("application.properties") : directory());
            Files.move(next, folder.resolve("mounted"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often it was away when somebody came is chance. */
    @Override
    int leastTries() {
        return 100;
    }
}
