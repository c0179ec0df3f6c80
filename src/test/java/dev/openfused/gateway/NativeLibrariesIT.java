package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Code that is not Java comes from the distribution alone: nothing is written anywhere to be executed from there. */
class NativeLibrariesIT {
    private static final List<String> OURS = List.of("libconscrypt", "libsqlite");

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void theyAreLoadedFromTheDistribution() throws Exception {
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway");
        Path settings = GatewayProcess.settings(folder.resolve("application.properties"), Map.of());
        try (GatewayProcess process =
                GatewayProcess.serveBriefly(gateway.store().root(), settings)) {
            assumeThat(process.output()).anyMatch(line -> line.contains("signatures by Conscrypt"));
            Path distribution = Path.of(System.getProperty("distribution", "target/openfused-gateway"))
                    .toRealPath();

            List<String> loaded = mapped(process.pid());

            assertThat(loaded).hasSize(OURS.size()).allMatch(file -> Path.of(file)
                    .startsWith(distribution));
        }
    }

    private static List<String> mapped(long pid) throws Exception {
        try (Stream<String> maps = Files.lines(Path.of("/proc", Long.toString(pid), "maps"))) {
            return maps.filter(line -> OURS.stream().anyMatch(line::contains))
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .toList();
        }
    }
}
