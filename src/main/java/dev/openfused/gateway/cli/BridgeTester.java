package dev.openfused.gateway.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends a harmless message through a bridge, as {@code serve} would, and beside whatever {@code serve} does. */
@FunctionalInterface
public interface BridgeTester {
    /**
     * What became of it.
     *
     * @param delivered whether the far end took it
     * @param reason why not, one line; null if it did
     * @param remoteId what the far end calls it, or null
     * @param took from the first step to the answer
     */
    record Outcome(
            boolean delivered,
            @Nullable String reason,
            @Nullable String remoteId,
            Duration took) {}

    /**
     * Sends it, once.
     *
     * @param config the {@code application.properties} to use, absolute, or null for the installation's
     * @param bridge the bridge's name
     * @return what became of it
     * @throws Exception one line for people: the settings hold a mistake, or no bridge of that name sends
     */
    Outcome test(@Nullable Path config, String bridge) throws Exception;
}
