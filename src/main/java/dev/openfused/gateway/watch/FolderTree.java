package dev.openfused.gateway.watch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A folder and, if wanted, those below it: which there are, and which changed since the last look. */
final class FolderTree {
    /** Two changes closer than this may carry the same time stamp on some file systems. */
    private static final Duration COARSEST_TIMESTAMP = Duration.ofSeconds(3);

    private final Path root;
    private final boolean recursive;
    private final Clock clock;
    private Map<Path, FileTime> stamps = Map.of();

    FolderTree(Path root, boolean recursive, Clock clock) {
        this.root = root;
        this.recursive = recursive;
        this.clock = clock;
    }

    /** Whether a name is one of a finished file or a folder of the protocol, not hidden and not somebody's work in progress. */
    static boolean isShown(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && !name.endsWith("~") && !name.endsWith(".tmp") && !name.endsWith(".part");
    }

    /**
     * Looks which folders there are.
     *
     * @return true if a folder came, went, or had entries added or removed
     * @throws IOException if the root can't be read
     */
    boolean refresh() throws IOException {
        Map<Path, FileTime> found = new HashMap<>();
        for (Path directory : directoriesUnder(root)) {
            found.put(directory, Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS));
        }
        boolean changed = !found.equals(stamps) || found.values().stream().anyMatch(this::isFresh);
        stamps = found;
        return changed;
    }

    private boolean isFresh(FileTime stamp) {
        return Math.abs(clock.millis() - stamp.toMillis()) < COARSEST_TIMESTAMP.toMillis();
    }

    List<Path> directories() {
        return List.copyOf(stamps.keySet());
    }

    /** The folder itself and, if the tree is recursive, every visible one below it. */
    List<Path> directoriesUnder(Path top) throws IOException {
        if (!recursive) {
            return List.of(top);
        }
        List<Path> directories = new ArrayList<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (!directory.equals(top) && !isShown(directory)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                directories.add(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(root)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return directories;
    }

    /** Passes on the files of one folder, sub-folders left out. */
    void forEachFile(Path directory, Consumer<Path> action) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, FolderTree::isShown)) {
            for (Path entry : entries) {
                if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    action.accept(entry);
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
