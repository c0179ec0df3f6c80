package dev.openfused.gateway.store;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the texts of a store are files, what writers left behind, and what time it is there. */
final class FilesExamination {
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final Path root;
    private final Clock clock;
    private final Findings findings;

    FilesExamination(Path root, Clock clock, Findings findings) {
        this.root = root;
        this.clock = clock;
        this.findings = findings;
    }

    void texts() {
        for (String name : List.of("CONTEXT.md", "PROFILE.md", "CHARTER.md")) {
            BasicFileAttributes attributes = attributes(name);
            if (attributes != null && !attributes.isRegularFile()) {
                findings.add(
                        name,
                        name + " is " + Folder.kind(attributes) + "; it is not read",
                        "put the file itself there");
            }
        }
        int left = 0;
        try {
            for (String[] way : new String[][] {{}, {"inbox"}, {".keys"}}) {
                try (Folder folder = Folder.find(root, way)) {
                    left += folder == null
                            ? 0
                            : (int) FoldersExamination.names(folder, WholeFile::isTemporary).stream()
                                    .filter(name -> isOld(folder, name))
                                    .count();
                }
            }
        } catch (IOException e) {
            return; // told where it matters
        }
        if (left > 0) {
            findings.add(
                    "files",
                    left + " temporary files of writers that died are left",
                    "serve removes them within minutes");
        }
    }

    private boolean isOld(Folder folder, String name) {
        try {
            BasicFileAttributes attributes = folder.attributes(name);
            return attributes != null
                    && attributes
                            .lastModifiedTime()
                            .toInstant()
                            .isBefore(clock.instant().minus(Duration.ofMinutes(15)));
        } catch (IOException e) {
            return false;
        }
    }

    void times() {
        Instant limit = clock.instant().plus(TOLERANCE);
        boolean future = Stream.of(".mesh.json", "CONTEXT.md", "inbox", "outbox")
                .map(this::attributes)
                .anyMatch(a -> a != null && a.lastModifiedTime().toInstant().isAfter(limit));
        if (future) {
            findings.add(
                    "clock",
                    "files were changed at a time that is still to come: this machine's clock is slow, or was fast",
                    "set the clock, for example with NTP: peers refuse messages that are ten minutes off");
        }
    }

    private @Nullable BasicFileAttributes attributes(String name) {
        try (Folder folder = Folder.open(root)) {
            return folder.attributes(name);
        } catch (IOException e) {
            return null;
        }
    }
}
