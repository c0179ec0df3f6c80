package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.registry.RegistryNames;
import dev.openfused.gateway.store.Mesh;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom an agent is registered, or going to be. */
final class RegisteredName {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "As which it is registered; default: the agent's name in openfused.net.")
    private @Nullable String name;

    String of(Mesh mesh) {
        return new AgentName(name == null ? RegistryNames.inZone(mesh.name()) : name).value();
    }
}
