package dev.openfused.gateway;

import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.bridge.BridgeKinds;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.bridge.OwnKinds;
import dev.openfused.gateway.bridge.TemplateFile;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.Problems;
import dev.openfused.gateway.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Where this installation keeps its settings and routes: in the current directory if they stand there, else in the
 * directory of the distribution ({@code openfuse.home}, set by the launcher), else inside the jar.
 */
final class Installation {
    private static final String SETTINGS_FILE = "application.properties";
    private static final String SHIPPED_ROUTES = "/routes";

    private final OwnKinds kinds = new OwnKinds(BridgeKinds.shipped());

    Installation() {}

    /** The settings file that holds: the one asked for, or the installation's, if it has one. */
    static @Nullable Path settingsFile(@Nullable Path asked) {
        if (asked != null) {
            return asked;
        }
        return Stream.of(Path.of(""), home())
                .map(folder -> folder.resolve(SETTINGS_FILE).toAbsolutePath())
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    /** All settings of the installation, checked as a whole. */
    Configuration configuration(@Nullable Path asked, Map<String, String> commandLine) throws SettingsException {
        Path file = settingsFile(asked);
        Problems open = new Problems();
        WritableByAll.refuse(Stream.ofNullable(file), open);
        open.throwIfAny();
        return Configuration.read(file, commandLine, System.getenv(), (routes, problems) -> {
            List<Path> own = ownRoutes(routes);
            WritableByAll.refuse(
                    Stream.concat(Stream.of(folder(routes)), yamlFiles(folder(routes)).stream()), problems);
            return own.isEmpty() ? BridgeKinds.shipped() : kinds.read(own, problems);
        });
    }

    /** What an operator may edit while the gateway runs. */
    static List<Path> edited(Path settingsFile, Configuration configuration) {
        Path routes = configuration.gateway().get(GatewaySettings.ROUTES);
        List<Path> files = new ArrayList<>(List.of(settingsFile, routes, folder(routes)));
        files.addAll(ownRoutes(routes));
        configuration.bridges().forEach(bridge -> files.addAll(bridge.settings().files()));
        return files;
    }

    /**
     * The routes to load: those of the installation's folder, and those of the jar that it does not replace. Templates of
     * bridges are loaded with the first bridge.
     */
    static List<String> routes(Configuration configuration) {
        Map<String, String> byName = files(configuration);
        for (BridgeKind kind : configuration.kinds().all()) {
            TemplateFile own = kind.source();
            byName.remove(own == null ? kind.shippedFile() : own.toString());
        }
        return List.copyOf(byName.values());
    }

    /** Where the template of a shipped kind is, in the installation or in the jar. */
    static String templateOf(Configuration configuration, BridgeKind kind) {
        return files(configuration).getOrDefault(kind.shippedFile(), "");
    }

    /** By their names, as Camel writes where they are. */
    private static Map<String, String> files(Configuration configuration) {
        Map<String, String> byName = new TreeMap<>();
        Shipped.ROUTES.forEach(name -> byName.put(name, "classpath:routes/" + name));
        for (Path route : yamlFiles(folder(configuration.gateway().get(GatewaySettings.ROUTES)))) {
            byName.put(String.valueOf(route.getFileName()), "file:" + route.toAbsolutePath());
        }
        return byName;
    }

    /** The operator's files that don't replace shipped ones. */
    private static List<Path> ownRoutes(Path routes) {
        List<Path> all = yamlFiles(folder(routes));
        if (all.isEmpty()) {
            return List.of();
        }
        Set<String> shipped = Set.copyOf(Shipped.ROUTES);
        return all.stream()
                .filter(file -> !shipped.contains(String.valueOf(file.getFileName())))
                .map(Path::toAbsolutePath)
                .toList();
    }

    private static Path folder(Path routes) {
        return Files.isDirectory(routes) ? routes : home().resolve("routes");
    }

    private static Path home() {
        return Path.of(System.getProperty("openfuse.home", ""));
    }

    /** What is inside the jar does not change while it runs. */
    private static final class Shipped {
        static final List<String> ROUTES = List.copyOf(shippedRoutes());
    }

    private static List<String> shippedRoutes() {
        URL routes = Installation.class.getResource(SHIPPED_ROUTES);
        if (routes == null) {
            return List.of();
        }
        try {
            return routes.openConnection() instanceof JarURLConnection inJar
                    ? names(inJar.getJarFile(), inJar.getEntryName() + '/')
                    : names(Path.of(routes.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the jar's own address is malformed", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the routes inside the jar can't be read", e);
        }
    }

    private static List<String> names(JarFile jar, String folder) {
        return jar.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(folder) && name.endsWith(".yaml"))
                .map(name -> name.substring(folder.length()))
                .toList();
    }

    private static List<String> names(Path folder) {
        return yamlFiles(folder).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
    }

    private static List<Path> yamlFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the routes in " + folder + " can't be read", e);
        }
    }
}
