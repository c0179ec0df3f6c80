package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.Problems;
import java.nio.file.Path;

/** Finds the kinds of bridges there are, once the settings say where the routes are. */
@FunctionalInterface
public interface KindsFinder {
    /**
     * Finds them.
     *
     * @param routes what {@code openfuse.routes} says; may not be there
     * @param problems gets a line for each file that can't be used
     * @return those shipped, and the operator's own
     */
    BridgeKinds find(Path routes, Problems problems);
}
