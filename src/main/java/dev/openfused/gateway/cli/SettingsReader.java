package dev.openfused.gateway.cli;

import dev.openfused.gateway.bridge.BridgeKinds;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.settings.SettingsException;
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

    /**
     * The kinds of bridges there are. Those shipped can be asked for also while the settings hold a mistake, which is when
     * people ask.
     *
     * @param config as for {@link #read}
     * @return the installation's, or else the shipped ones
     * @throws Exception if the settings can't be read at all
     */
    default BridgeKinds kinds(@Nullable Path config) throws Exception {
        try {
            return read(config).kinds();
        } catch (SettingsException e) {
            return BridgeKinds.shipped();
        }
    }
}
