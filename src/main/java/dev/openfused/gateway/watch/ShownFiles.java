package dev.openfused.gateway.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Which files were shown, and how they looked then. */
final class ShownFiles {
    private record Look(long size, long changed) {}

    private final Map<Path, Look> shown = new ConcurrentHashMap<>();

    /** Whether a file looks other than when it was last asked about; a file that is gone is no news. */
    boolean isNews(Path file, Path path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Look look =
                    new Look(attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
            return !look.equals(shown.put(file, look));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    void forget(Path file) {
        shown.remove(file);
    }

    void forgetUnless(Predicate<Path> there) {
        shown.keySet().removeIf(there.negate());
    }
}
