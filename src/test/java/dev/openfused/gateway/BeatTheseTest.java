package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** The list of what the existing clients get wrong stays true: a test that is renamed or lost is missed there. */
class BeatTheseTest {
    private static final Path LIST = Path.of("src/test/resources/beat-these.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final int POINTS = 28;

    /** A point: its number, and all up to the next one or the next heading. */
    private static final Pattern POINT = Pattern.compile("(?ms)^([0-9]+)\\. (.*?)(?=^[0-9]+\\. |^## |\\z)");

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

    @Test
    void everyPointHasItsTestOrItsArea() throws IOException {
        List<MatchResult> points = points();

        assertThat(points)
                .extracting(point -> Integer.valueOf(point.group(1)))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, POINTS).boxed().toList());
        assertThat(points)
                .extracting(point -> point.group(2))
                .allMatch(text -> NAMED.matcher(text).find() || text.contains("Later: "));
    }

    @Test
    void everyTestThatIsNamedIsThere() throws Exception {
        Map<String, Path> classes = classes();
        for (MatchResult point : points()) {
            for (MatchResult named : NAMED.matcher(point.group(2)).results().toList()) {
                assertThat(classes).containsKey(named.group(1));
                assertThat(testsOf(Objects.requireNonNull(classes.get(named.group(1)))))
                        .as("tests of %s", named.group(1))
                        .contains(named.group(2));
            }
        }
    }

    private static List<MatchResult> points() throws IOException {
        return POINT.matcher(Files.readString(LIST)).results().toList();
    }

    private static Map<String, Path> classes() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(TESTS::relativize)
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), Function.identity()));
        }
    }

    private static List<String> testsOf(Path source) throws ClassNotFoundException {
        Class<?> type = Class.forName(source.toString().replace(".java", "").replace('/', '.'));
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                .map(Method::getName)
                .toList();
    }
}
