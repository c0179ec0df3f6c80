package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The launcher gives short commands {@code lib/} alone, and {@code serve}, {@code demo} and {@code bridge} all there is. */
class LibrariesIT {
    private static final Path LIB = Path.of(System.getProperty("distribution", "target/openfused-gateway"), "lib");

    /** What does without: a JVM without the class of an annotation, Log4j without an appender that nobody asked for. */
    private static final List<String> OPTIONAL = List.of(
            "camel-api-.* -> .*jakarta.xml.bind-api-.*",
            "camel-core-model-.* -> .*jakarta.xml.bind-api-.*",
            "org.apache.logging.log4j.core -> .*kafka-clients-.*");

    @Test
    void whatCommandsHaveNeedsNothingThatOnlyServeHas() throws IOException {
        Path serve = LIB.resolve("serve");

        List<String> needs = needs(jars(LIB), jars(serve));

        assertThat(needs).anyMatch(line -> line.endsWith("-> java.base"));
        assertThat(needs)
                .filteredOn(line -> line.contains("-> " + serve))
                .filteredOn(line -> OPTIONAL.stream().noneMatch(line::matches))
                .isEmpty();
    }

    /** Which jar refers to which: {@code camel-api-4.18.0.jar -> org.slf4j}. */
    private static List<String> needs(List<Path> commands, List<Path> others) {
        List<String> arguments = new ArrayList<>(List.of("-summary", "--multi-release", "17", "-cp"));
        arguments.add(String.join(":", others.stream().map(Path::toString).toList()));
        commands.forEach(jar -> arguments.add(jar.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(status).as(out.toString() + err).isZero();
        return out.toString().lines().toList();
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }
}
