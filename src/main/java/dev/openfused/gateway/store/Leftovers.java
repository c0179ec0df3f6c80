package dev.openfused.gateway.store;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Temporary files of writers that died. The young ones may belong to a writer that lives. */
final class Leftovers {
    private static final Duration LONGEST_WRITE = Duration.ofHours(1);

    private final Path root;
    private final Clock clock;

    Leftovers(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    int remove() throws StoreException {
        try {
            int removed = removeFrom()
                    + removeFrom("inbox")
                    + removeFrom("inbox", ".read")
                    + removeFrom("inbox", ".quarantine")
                    + removeFrom(".keys")
                    + removeFrom("shared")
                    + removeFrom("history")
                    + removeFrom(Store.GATEWAY, SyncLock.FOLDER)
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
        Instant limit = clock.instant().minus(LONGEST_WRITE);
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
                if (attributes != null
                        && attributes.isRegularFile()
                        && attributes.lastModifiedTime().toInstant().isBefore(limit)) {
                    folder.delete(name);
                    removed++;
                }
            }
        }
        return removed;
    }
}
