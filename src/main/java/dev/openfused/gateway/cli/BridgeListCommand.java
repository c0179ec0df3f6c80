package dev.openfused.gateway.cli;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.settings.ResolvedSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List the bridges that the settings make, secrets masked.")
final class BridgeListCommand implements Callable<Integer> {
    private final Console console;
    private final SettingsReader settings;

    @Option(names = "--config", paramLabel = "FILE", description = "The settings; default: the installation's.")
    private @Nullable Path config;

    @Option(names = "--json", description = "Print JSON: an array of bridges.")
    private boolean asJson;

    BridgeListCommand(Console console, SettingsReader settings) {
        this.console = console;
        this.settings = settings;
    }

    @Override
    public Integer call() throws Exception {
        List<Bridge> bridges =
                settings.read(config == null ? null : console.resolve(config)).bridges();
        if (asJson) {
            printJson(bridges);
        } else if (bridges.isEmpty()) {
            console.out().println("No bridges. README shows how to switch one on.");
        } else {
            bridges.forEach(this::print);
        }
        return ExitStatus.DONE;
    }

    private void print(Bridge bridge) {
        console.out().println(bridge.name() + "  " + bridge.kind() + "  " + (bridge.enabled() ? "[ON]" : "[OFF]"));
        for (ResolvedSettings.Value value : bridge.settings().all()) {
            if (value.text() != null) {
                console.out().println("  " + value.setting().key() + ": " + value.text());
            }
        }
        console.out().println();
    }

    private void printJson(List<Bridge> bridges) throws IOException {
        JsonOutput.array(console.out(), json -> {
            for (Bridge bridge : bridges) {
                json.writeStartObject();
                json.writeStringField("name", bridge.name().value());
                json.writeStringField("direction", direction(bridge.direction()));
                json.writeStringField("kind", bridge.kind().name());
                json.writeBooleanField("enabled", bridge.enabled());
                json.writeObjectFieldStart("settings");
                for (ResolvedSettings.Value value : bridge.settings().all()) {
                    if (value.text() != null) {
                        json.writeStringField(value.setting().key(), value.text());
                    }
                }
                json.writeEndObject();
                json.writeEndObject();
            }
        });
    }

    private static String direction(Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }
}
