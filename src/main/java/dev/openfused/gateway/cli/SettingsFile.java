package dev.openfused.gateway.cli;

import dev.openfused.gateway.settings.ResolvedSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose settings a command goes by. */
final class SettingsFile {
    @Option(names = "--config", paramLabel = "FILE", description = "The settings; default: the installation's.")
    private @Nullable Path config;

    /** Absolute, or null for the installation's. */
    @Nullable
    Path path(Console console) {
        return config == null ? null : console.resolve(config);
    }

    ResolvedSettings read(Console console, Wiring wiring) throws Exception {
        return wiring.settings().read(path(console)).gateway();
    }
}
