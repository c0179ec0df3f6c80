package dev.openfused.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Inputs from the real world that something once failed at: a folder named by the system property {@code cases}, with one
 * folder a case. Where it is absent a test is skipped, and says so.
 */
public final class Cases {
    private Cases() {}

    /** The mails of a case, by name. */
    public static List<Path> mails(String name) throws IOException {
        Path folder = Path.of(System.getProperty("cases", "../shared/cases")).resolve(name);
        Assumptions.assumeTrue(
                Files.isDirectory(folder), () -> "SKIPPED: no cases in " + folder + " (set -Dcases=FOLDER)");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        }
    }
}
