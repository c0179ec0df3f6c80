package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.RandomIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a directory among several that hold the store of the same agent, as the id in {@code .mesh.json} is
 * the same in all of them. Kept in {@code .gateway/instance} as {@code {id} {place} {predecessor}}: a random id, and the
 * number that the file system gives {@code .gateway/}. A copy or a restored backup has the file of the original but another number,
 * and gets an id of its own; the one before is written down as its predecessor.
 *
 * @param id up to 64 letters, digits, hyphens and underscores
 * @param predecessor the id before, or null
 */
public record StoreInstance(String id, @Nullable String predecessor) {
    private static final String FILE = "instance";
    private static final int WORDS = 3;

    /** Writes the file, whole or not at all. */
    @FunctionalInterface
    interface Writer {
        void write(String file, String text) throws IOException;
    }

    /** The caller holds the {@link StoreGuard}. */
    static StoreInstance of(Path directory, Writer writer) throws IOException {
        String place = place(directory);
        String[] known = read(directory.resolve(FILE)).orElse("").split(" ", -1);
        if (known.length == WORDS && known[1].equals(place)) {
            return of(known[0], known[2]);
        }
        String before = known.length == WORDS ? known[0] : "";
        String fresh = RandomIds.nanoid();
        writer.write(FILE, String.join(" ", fresh, place, before));
        return of(fresh, before);
    }

    private static StoreInstance of(String id, String predecessor) {
        return new StoreInstance(id, predecessor.isEmpty() ? null : predecessor);
    }

    private static Optional<String> read(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Files.readString(file, UTF_8))
                : Optional.empty();
    }

    /** Where the file system has no such numbers, the path has to do. */
    private static String place(Path directory) throws IOException {
        return directory.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? String.valueOf(Files.getAttribute(directory, "unix:ino"))
                : String.valueOf(directory.toRealPath().hashCode());
    }
}
