package dev.openfused.gateway.cli;

import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.tasks.TaskSource;
import org.jspecify.annotations.Nullable;

/** Opens a server's tasks. */
@FunctionalInterface
public interface TasksOpener {
    /**
     * Opens them; nobody is asked yet.
     *
     * @param address {@code http(s)://host[:port][/path]}
     * @param token the bearer token, or null
     * @param settings the gateway's
     * @return to be closed
     * @throws IllegalArgumentException with a line for people, if the address is not of that form
     */
    TaskSource open(String address, @Nullable String token, ResolvedSettings settings);
}
