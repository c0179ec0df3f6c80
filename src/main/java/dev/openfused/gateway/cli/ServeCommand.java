package dev.openfused.gateway.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "Run the gateway on a store until it is told to end.",
        footer = {"", "Flags win over the environment (OPENFUSE_…), that over application.properties."})
final class ServeCommand implements Callable<Integer> {
    private final Console console;
    private final ServeRunner runner;

    @Option(
            names = {"-d", "--dir", "--store"},
            paramLabel = "DIR",
            description =
                    "The store, made if there is none; default: OPENFUSE_DIR, else openfuse.store of the settings.")
    private @Nullable Path store;

    @Option(names = "--port", paramLabel = "PORT", description = "Listen on this port; 0 is a free one. Default: 2053.")
    private @Nullable Integer port;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Listen on this address. Default: 127.0.0.1.")
    private @Nullable String bind;

    @Option(
            names = "--public",
            description = "Fit for the open network: peers may not list and read CONTEXT.md, shared/ and knowledge/.")
    private boolean open;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings; default: the installation's application.properties.")
    private @Nullable Path config;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The folder of routes; default: the installation's, else those shipped.")
    private @Nullable Path routes;

    ServeCommand(Console console, ServeRunner runner) {
        this.console = console;
        this.runner = runner;
    }

    @Override
    public Integer call() throws Exception {
        if (port != null && (port < 0 || port > 65_535)) {
            throw CommandFailedException.usage(port + " is not a port: 0 to 65535");
        }
        return runner.serve(new ServeOptions(
                directory(), port, bind, open ? Boolean.FALSE : null, resolve(config), resolve(routes)));
    }

    private @Nullable Path directory() {
        String variable = console.variable("OPENFUSE_DIR");
        return store == null && variable != null ? console.resolve(Path.of(variable)) : resolve(store);
    }

    private @Nullable Path resolve(@Nullable Path typed) {
        return typed == null ? null : console.resolve(typed);
    }
}
