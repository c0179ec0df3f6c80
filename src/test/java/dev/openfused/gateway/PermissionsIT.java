package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other accounts of the machine decide neither what runs nor whom it trusts, whatever umask a service manager set. */
@DisabledOnOs(OS.WINDOWS)
class PermissionsIT {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("distribution", "target/openfused-gateway"));

    @TempDir
    Path folder;

    /** Looks like a distribution to the launcher; there is nothing in it to run. */
    private Path lookalike;

    @BeforeEach
    void makeLookalike() throws IOException {
        lookalike = folder.resolve("lookalike");
        for (String made : List.of("lib/serve", "native", "archive", "routes")) {
            Files.createDirectories(lookalike.resolve(made));
        }
        for (String made :
                List.of("openfused-gateway.jar", "lib/a.jar", "lib/serve/b.jar", "native/n.so", "archive/serve.jsa")) {
            Files.createFile(lookalike.resolve(made));
        }
        Files.writeString(lookalike.resolve("application.properties"), "");
        Files.copy(DISTRIBUTION.resolve("openfuse"), lookalike.resolve("openfuse"));
    }

    @Test
    void aStoreMadeUnderAnOpenUmaskCannotBeWrittenByOthers() throws Exception {
        Path store = folder.resolve("store");
        String openfuse = DISTRIBUTION.resolve("openfuse").toString();

        for (List<String> command : useOf(store)) {
            assertThat(run("umask 000", concat(List.of(openfuse), command)).status())
                    .isZero();
        }

        assertThat(writableByOthers(store)).isEmpty();
    }

    @Test
    void soItIsWithoutTheLauncher() throws Exception {
        Path store = folder.resolve("store");
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                DISTRIBUTION + "/openfused-gateway.jar:" + DISTRIBUTION + "/lib/*",
                Gateway.class.getName());

        for (List<String> command : useOf(store)) {
            assertThat(run("umask 000", concat(java, command)).status()).isZero();
        }

        assertThat(writableByOthers(store)).isEmpty();
    }

    private static List<List<String>> useOf(Path store) {
        String directory = store.toString();
        return List.of(
                List.of("init", "-n", "alice", "-d", directory),
                List.of("context", "--append", "hello", "-d", directory),
                List.of("share", DISTRIBUTION.resolve("README.md").toString(), "-d", directory));
    }

    @Test
    void aGatewayTakesTheRootOfTrustBackFromOthersAndSaysSo() throws Exception {
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway");
        Path mesh = gateway.store().root().resolve(".mesh.json");
        Files.setPosixFilePermissions(mesh, PosixFilePermissions.fromString("rw-r--rw-"));
        Path settings = GatewayProcess.settings(folder.resolve("application.properties"), Map.of());

        try (GatewayProcess process =
                GatewayProcess.serveBriefly(gateway.store().root(), settings)) {
            assertThat(process.output())
                    .anyMatch(line -> line.contains("WARN") && line.contains(".mesh.json in " + mesh.getParent()));
        }

        assertThat(writableByOthers(gateway.store().root())).isEmpty();
    }

    @Test
    void settingsThatOthersCanWriteAreNotRead() throws Exception {
        Path settings = GatewayProcess.settings(folder.resolve("application.properties"), Map.of());
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--rw-"));

        GatewayProcess.Result result = GatewayProcess.run("config", "--config", settings.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("every account of this machine can write " + settings, "chmod o-w");
    }

    @Test
    void noSettingsAtAllMayBeGivenAsDevNull() throws Exception {
        assertThat(GatewayProcess.run("config", "--config", "/dev/null").status())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openfused-gateway.jar",
                "lib",
                "lib/a.jar",
                "lib/serve/b.jar",
                "native/n.so",
                "archive",
                "archive/serve.jsa",
                "routes",
                "application.properties",
                "openfuse",
                ".",
                ".."
            })
    void whatEveryAccountCanWriteIsNotRun(String open) throws Exception {
        Path file = lookalike.resolve(open).normalize();
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.add(PosixFilePermission.OTHERS_WRITE);
        Files.setPosixFilePermissions(file, permissions);

        Result result = run("true", List.of(lookalike.resolve("openfuse").toString(), "--version"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains("openfuse: error: every account of this machine can change what runs here", file + "\n")
                .contains("chmod o-w");
    }

    @Test
    void tooFewDescriptorsAreSaidAtTheStart() throws Exception {
        Result result =
                run("ulimit -n 100", List.of(DISTRIBUTION.resolve("openfuse").toString(), "serve"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .isEqualTo("openfuse: error: serve may open 100 files and connections only, and needs 256 at least:"
                        + " raise it with 'ulimit -n' or LimitNOFILE= of systemd\n");
    }

    private record Result(int status, String output) {}

    private Result run(String first, List<String> command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(concat(List.of("sh", "-c", first + "; exec \"$@\"", "sh"), command));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path output = folder.resolve("output");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .directory(folder.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), Files.readString(output));
    }

    private static List<String> concat(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static List<Path> writableByOthers(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.toList()) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
                if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
