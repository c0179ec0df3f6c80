package dev.openfused.gateway.cli;

import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.bridge.BridgeKinds;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "kinds", description = "List the kinds of bridges, by what to= or from= says.")
final class BridgeKindsCommand implements Callable<Integer> {
    private final Console console;
    private final SettingsReader settings;

    @Option(names = "--json", description = "Print JSON: an array of kinds.")
    private boolean asJson;

    @Option(names = "--config", paramLabel = "FILE", description = "The settings; default: the installation's.")
    private @Nullable Path config;

    BridgeKindsCommand(Console console, SettingsReader settings) {
        this.console = console;
        this.settings = settings;
    }

    @Override
    public Integer call() throws Exception {
        BridgeKinds kinds = settings.kinds(config == null ? null : console.resolve(config));
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (BridgeKind kind : kinds.all()) {
                    json.writeStartObject();
                    json.writeStringField("name", kind.name());
                    json.writeStringField("direction", kind.direction().name().toLowerCase(Locale.ROOT));
                    json.writeStringField("summary", kind.summary());
                    json.writeEndObject();
                }
            });
        } else {
            for (BridgeKind kind : kinds.all()) {
                console.out().printf("%-16s %s%n", kind, kind.summary());
            }
        }
        return ExitStatus.DONE;
    }
}
