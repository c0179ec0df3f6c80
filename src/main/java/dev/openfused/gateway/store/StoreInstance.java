package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.RandomIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The identity of a directory among several that hold the store of the same agent, as the id in {@code .mesh.json} is
 * the same in all of them. Kept in {@code .gateway/instance} as {@code {id} {place} {predecessors}}: a random id, and the
 * number that the file system gives {@code .gateway/}. A copy or a restored backup has the file of the original but
 * another number, and gets an id of its own; the ones before are written down, separated by commas, as the queue may not
 * have been reached under each of them.
 *
 * @param id up to 64 letters, digits, hyphens and underscores
 * @param predecessors the ids before, newest first, at most 8
 */
public record StoreInstance(String id, List<String> predecessors) {
    private static final String FILE = "instance";
    private static final int WORDS = 3;
    private static final int PREDECESSORS = 8;

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
            return new StoreInstance(known[0], ids(known[2]).toList());
        }
        List<String> before = known.length == WORDS
                ? Stream.concat(ids(known[0]), ids(known[2]))
                        .limit(PREDECESSORS)
                        .toList()
                : List.of();
        String fresh = RandomIds.nanoid();
        writer.write(FILE, String.join(" ", fresh, place, String.join(",", before)));
        return new StoreInstance(fresh, before);
    }

    private static Stream<String> ids(String word) {
        return Stream.of(word.split(",")).filter(id -> !id.isEmpty());
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
