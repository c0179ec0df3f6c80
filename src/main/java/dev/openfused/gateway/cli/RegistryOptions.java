package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.registry.Manifest;
import dev.openfused.gateway.registry.ManifestCheck;
import dev.openfused.gateway.registry.Registry;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which registry a command asks: {@code --registry}, else {@code OPENFUSE_REGISTRY}, else the public one. */
final class RegistryOptions {
    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "The registry, or a folder that is one; default: OPENFUSE_REGISTRY, else the public one.")
    private @Nullable String registry;

    @Mixin
    private final SettingsFile config = new SettingsFile();

    /** Whether somebody asks for a registry's word. */
    boolean isNamed() {
        return registry != null;
    }

    ResolvedSettings settings(Console console, Wiring wiring) throws Exception {
        return config.read(console, wiring);
    }

    Registry open(Console console, Wiring wiring, ResolvedSettings settings) {
        String address = registry == null ? settings.get(GatewaySettings.REGISTRY) : registry;
        return wiring.registries()
                .open(
                        address.contains("://")
                                ? address
                                : console.resolve(Path.of(address)).toString(),
                        settings);
    }

    /** What a registry says of an agent, as far as it holds; a failure if nothing is said, or something that does not. */
    static ManifestCheck.Checked find(Registry registry, ManifestCheck check, String name)
            throws IOException, CommandFailedException {
        Manifest manifest = registry.discover(name)
                .orElseThrow(() -> CommandFailedException.refused(
                        "nobody is known as '" + VisibleText.of(name) + "' at " + registry.where(), null));
        try {
            return check.check(name, manifest);
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.refused(
                    "what " + registry.where() + " says of " + VisibleText.of(name) + " is not believed: "
                            + e.getMessage(),
                    null);
        }
    }
}
