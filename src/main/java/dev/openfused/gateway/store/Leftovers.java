package dev.openfused.gateway.store;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes temporary files of writers that died, in all folders of a store that are written to: those that stand at one look as
 * they stood at the look before. No clock is asked, as one that was set would make the files of living writers old; and the
 * looks of a process that is stopped stop with its writers. Looks are to be minutes apart: no writer stands still for so long.
 *
 * <p>For one thread at a time.
 */
public final class Leftovers {
    private final Path root;
    private Map<Path, Seen> before = new HashMap<>();
    private Map<Path, Seen> now = new HashMap<>();

    Leftovers(Path root) {
        this.root = root;
    }

    /** A file as it stood at a look. */
    private record Seen(@Nullable Object file, long size, FileTime changed) {
        static Seen of(BasicFileAttributes attributes) {
            return new Seen(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        }
    }

    /**
     * One look.
     *
     * @return how many were removed; none at the first look
     * @throws StoreException if a folder can't be read or a file not removed
     */
    public int remove() throws StoreException {
        before = now;
        now = new HashMap<>();
        try {
            int removed = removeFrom()
                    + removeFrom("inbox")
                    + removeFrom("inbox", ".read")
                    + removeFrom("inbox", ".quarantine")
                    + removeFrom("shared")
                    + removeFrom("history")
                    + removeUnder(".keys")
                    + removeUnder(Store.GATEWAY)
                    + removeUnder(PeerFiles.PEERS);
            for (String recipient : foldersIn("outbox")) {
                removed += removeFrom("outbox", recipient)
                        + removeFrom("outbox", recipient, ".sent")
                        + removeFrom("outbox", recipient, ".failed");
            }
            return removed;
        } catch (IOException e) {
            throw StoreException.of("leftovers in " + root + " can't be removed", e);
        }
    }

    private int removeUnder(String... way) throws IOException {
        int removed = removeFrom(way);
        for (String name : foldersIn(way)) {
            String[] further = Arrays.copyOf(way, way.length + 1);
            further[way.length] = name;
            removed += removeUnder(further);
        }
        return removed;
    }

    private List<String> foldersIn(String... way) throws IOException {
        List<String> folders = new ArrayList<>();
        try (Folder folder = Folder.find(root, way)) {
            if (folder != null) {
                List<String> names = new ArrayList<>();
                folder.names().forEachRemaining(names::add);
                for (String name : names) {
                    BasicFileAttributes attributes = folder.attributes(name);
                    if (attributes != null && attributes.isDirectory()) {
                        folders.add(name);
                    }
                }
            }
        }
        return folders;
    }

    private int removeFrom(String... way) throws IOException {
        int removed = 0;
        try (Folder folder = Folder.find(root, way)) {
            if (folder == null) {
                return 0;
            }
            List<String> temporary = new ArrayList<>();
            folder.names().forEachRemaining(name -> {
                if (WholeFile.isTemporary(name)) {
                    temporary.add(name);
                }
            });
            for (String name : temporary) {
                BasicFileAttributes attributes = folder.attributes(name);
                if (attributes != null && attributes.isRegularFile()) {
                    Path file = folder.path().resolve(name);
                    Seen seen = Seen.of(attributes);
                    if (seen.equals(before.get(file))) {
                        folder.delete(name);
                        removed++;
                    } else {
                        now.put(file, seen);
                    }
                }
            }
        }
        return removed;
    }
}
