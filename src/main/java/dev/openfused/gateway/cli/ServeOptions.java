package dev.openfused.gateway.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of {@code serve} says; what it leaves out comes from the settings.
 *
 * @param store the store's directory, absolute, from {@code --store} or {@code OPENFUSE_DIR}; or null for the settings'
 * @param port TCP port, 0 for a free one, or null
 * @param bind address to listen on, or null
 * @param files false if peers may not list and read files, or null
 * @param config the {@code application.properties} to use, absolute, or null for the installation's
 * @param routes the folder of routes to use, absolute, or null for the installation's
 */
public record ServeOptions(
        @Nullable Path store,
        @Nullable Integer port,
        @Nullable String bind,
        @Nullable Boolean files,
        @Nullable Path config,
        @Nullable Path routes) {}
