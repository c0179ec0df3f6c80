package dev.openfused.gateway;

import dev.openfused.gateway.settings.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses settings and routes that every account of the machine can write: they decide who gets what, and what
 * runs. The launcher does the same with the files it starts.
 */
final class WritableByAll {
    private WritableByAll() {}

    /**
     * Looks at files and folders that are to be read.
     *
     * @param files what is not there is not looked at
     * @param problems gets a line for each that others can write
     */
    static void refuse(Stream<Path> files, Problems problems) {
        files.map(WritableByAll::problem).filter(Objects::nonNull).forEach(problems::add);
    }

    private static @Nullable String problem(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return null; // no such permissions here
        }
        try {
            PosixFileAttributes attributes = view.readAttributes();
            boolean kept = attributes.isRegularFile() || attributes.isDirectory(); // /dev/null keeps nothing
            return kept && attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
                    ? "every account of this machine can write " + file + " (owner: "
                            + attributes.owner().getName()
                            + "), so it was not read; check its contents, then run 'chmod o-w " + file + "'"
                    : null;
        } catch (IOException e) {
            return null; // whoever reads it says what is wrong
        }
    }
}
