package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class-data archives that the launcher keeps beside a distribution. */
class LauncherIT {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("distribution", "target/openfused-gateway"));
    private static final String ARCHIVES = "archive";

    @TempDir
    Path folder;

    @Test
    void areMadeAnewWhereverItIsMovedAndWhenAJarComes() throws Exception {
        Path moved = folder.resolve("moved");
        copy(DISTRIBUTION, moved);
        Path key = moved.resolve(ARCHIVES).resolve("command.key");

        assertThat(isOursFromTheArchive(moved)).isFalse();
        awaitAnother("", key);
        assertThat(isOursFromTheArchive(moved)).isTrue();

        String before = Files.readString(key);
        Files.copy(moved.resolve("openfused-gateway.jar"), moved.resolve("lib/serve/another.jar"));
        version(moved);
        awaitAnother(before, key);
        assertThat(isOursFromTheArchive(moved)).isTrue();
    }

    /** The lock goes last. */
    private static void awaitAnother(String before, Path key) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(key)
                        && !Files.readString(key).equals(before)
                        && !Files.exists(key.resolveSibling("command.lock")));
    }

    private boolean isOursFromTheArchive(Path distribution) throws Exception {
        Path loaded = folder.resolve("loaded");
        version(distribution, "-Xlog:class+load:file=" + loaded);
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.anyMatch(line -> line.contains(" " + Gateway.class.getName() + " ")
                    && line.contains("source: shared objects file (top)"));
        }
    }

    private void version(Path distribution, String... options) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(distribution.resolve("openfuse").toString(), "--version");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("OPENFUSE_JAVA_OPTS", String.join(" ", options));
        Path output = folder.resolve("output");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readAllLines(output)).singleElement().asString().startsWith("openfuse ");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.filter(f -> !f.startsWith(from.resolve(ARCHIVES)))::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
