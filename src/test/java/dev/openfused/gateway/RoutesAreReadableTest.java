package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An operator reads the routes, not the Java: so they say what they do. */
class RoutesAreReadableTest {
    private static final Path ROUTES = Path.of("routes");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^}:]+)(:[^}]*)?}}");
    private static final Set<String> SHORTHANDS = Set.of("log", "simple", "constant", "to", "setBody");

    static Stream<Named<Path>> files() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream()
                    .map(f -> Named.of(f.getFileName().toString(), f));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteSaysWhatItIs(Path file) {
        String story = stem(file);
        for (Map<?, ?> route : routes(file)) {
            assertThat(route.get("id"))
                    .as("id of a route in %s", file)
                    .asString()
                    .startsWith(story);
            assertThat(route.get("description"))
                    .as("description of %s", route.get("id"))
                    .asString()
                    .isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everySettingStandsInApplicationPropertiesOrIsAParameter(Path file) throws IOException {
        String settings = Files.readString(Path.of("application.properties"));
        for (Map<?, ?> route : routes(file)) {
            Set<String> unknown = new TreeSet<>();
            Matcher used = PLACEHOLDER.matcher(route.toString());
            while (used.find()) {
                unknown.add(used.group(1));
            }
            unknown.removeAll(parameters(route));
            unknown.removeIf(name -> name.startsWith("env") || settings.contains(name + "="));
            assertThat(unknown)
                    .as("settings of %s that nobody explains", route.get("id"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void noStepIsWrittenInTheDeprecatedShortForm(Path file) {
        for (Map<?, ?> route : routes(file)) {
            List<String> found = new ArrayList<>();
            visit(route, (key, value) -> {
                if (SHORTHANDS.contains(key) && value instanceof String) {
                    found.add(key + ": " + value);
                }
            });
            assertThat(found).as("short forms in %s", route.get("id")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void noRouteBuildsAnAddressFromWhatAStrangerWrote(Path file) {
        for (Map<?, ?> route : routes(file)) {
            visit(route, (key, value) -> assertThat(key)
                    .as("a step of %s", route.get("id"))
                    .isNotIn("toD", "groovy"));
        }
    }

    /** Camel's data formats take headers over from what they read, and its paths that begin with proxy pass requests on. */
    @ParameterizedTest
    @MethodSource("files")
    void noRouteUnmarshalsWhatOthersSentNorActsAsAProxy(Path file) {
        for (Map<?, ?> route : routes(file)) {
            visit(route, (key, value) -> {
                assertThat(key).as("a step of %s", route.get("id")).isNotEqualTo("unmarshal");
                assertThat(String.valueOf(value))
                        .as("an address of %s", route.get("id"))
                        .doesNotStartWith("platform-http:proxy")
                        .doesNotStartWith("platform-http:/proxy");
            });
        }
    }

    private static Set<String> parameters(Map<?, ?> template) {
        Set<String> names = new HashSet<>();
        if (template.get("parameters") instanceof List<?> parameters) {
            parameters.forEach(p -> names.add(String.valueOf(((Map<?, ?>) p).get("name"))));
        }
        return names;
    }

    private static List<Map<?, ?>> routes(Path file) {
        List<Map<?, ?>> routes = new ArrayList<>();
        for (Object item : parse(file)) {
            Map<?, ?> entry = (Map<?, ?>) item;
            for (String kind : List.of("route", "routeTemplate")) {
                if (entry.get(kind) instanceof Map<?, ?> route) {
                    routes.add(route);
                }
            }
            assertThat(entry.containsKey("from"))
                    .as("a route without id in %s", file)
                    .isFalse();
        }
        return routes;
    }

    private static List<?> parse(Path file) {
        try {
            return (List<?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void visit(Object node, java.util.function.BiConsumer<String, Object> look) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                look.accept(String.valueOf(key), value);
                visit(value, look);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(item -> visit(item, look));
        }
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.yaml$", "");
    }
}
