package dev.openfused.gateway.cli;

import dev.openfused.gateway.registry.Registry;
import dev.openfused.gateway.settings.ResolvedSettings;

/** Opens registries by their address. */
@FunctionalInterface
public interface RegistryOpener {
    /**
     * Opens one; nobody is asked yet.
     *
     * @param address {@code http(s)://…}, or the absolute path of a folder
     * @param settings the gateway's
     * @return to be closed
     * @throws IllegalArgumentException with a line for people, if the address is neither
     */
    Registry open(String address, ResolvedSettings settings);
}
