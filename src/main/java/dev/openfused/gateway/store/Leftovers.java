package dev.openfused.gateway.store;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
                    + removeFrom(".keys");
            for (String recipient : outboxFolders()) {
                removed += removeFrom("outbox", recipient)
                        + removeFrom("outbox", recipient, ".sent")
                        + removeFrom("outbox", recipient, ".failed");
            }
            return removed;
        } catch (IOException e) {
            throw StoreException.of("leftovers in " + root + " can't be removed", e);
        }
    }

    private List<String> outboxFolders() throws IOException {
        List<String> folders = new ArrayList<>();
        try (Folder outbox = Folder.find(root, "outbox")) {
            if (outbox != null) {
                List<String> names = new ArrayList<>();
                outbox.names().forEachRemaining(names::add);
                for (String name : names) {
                    BasicFileAttributes attributes = outbox.attributes(name);
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
