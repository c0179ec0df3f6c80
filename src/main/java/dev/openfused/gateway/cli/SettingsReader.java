package dev.openfused.gateway.cli;

import dev.openfused.gateway.bridge.Configuration;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the installation's settings, all layers of them, without starting anything. */
@FunctionalInterface
public interface SettingsReader {
    /**
     * Reads and checks them as a whole.
     *
     * @param config the {@code application.properties} to use, absolute, or null for the installation's
     * @return the gateway's settings and its bridges
     * @throws Exception if they can't be read or hold a mistake; the text is one line for people
     */
    Configuration read(@Nullable Path config) throws Exception;
}
