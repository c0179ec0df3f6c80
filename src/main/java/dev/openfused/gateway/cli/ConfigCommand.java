package dev.openfused.gateway.cli;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.settings.ResolvedSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "config", description = "Show the settings that hold and where each comes from, secrets masked.")
final class ConfigCommand implements Callable<Integer> {
    private record Line(String key, ResolvedSettings.Value value) {}

    private final Console console;
    private final SettingsReader settings;

    @Option(names = "--config", paramLabel = "FILE", description = "The settings; default: the installation's.")
    private @Nullable Path config;

    @Option(names = "--json", description = "Print JSON: an array of settings.")
    private boolean asJson;

    ConfigCommand(Console console, SettingsReader settings) {
        this.console = console;
        this.settings = settings;
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = settings.read(config == null ? null : console.resolve(config));
        List<Line> lines = lines(configuration);
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (Line line : lines) {
                    json.writeStartObject();
                    json.writeStringField("key", line.key());
                    json.writeStringField("value", line.value().shown());
                    json.writeStringField("origin", line.value().origin().where());
                    json.writeStringField("description", line.value().setting().description());
                    json.writeEndObject();
                }
            });
        } else {
            lines.forEach(this::print);
        }
        configuration.warnings().forEach(console::warn);
        return ExitStatus.DONE;
    }

    private void print(Line line) {
        String text = line.value().shown();
        console.out()
                .println(
                        text == null
                                ? line.key() + " is not set"
                                : line.key() + " = " + text + "  ("
                                        + line.value().origin() + ")");
    }

    private static List<Line> lines(Configuration configuration) {
        List<Line> lines = new ArrayList<>();
        for (ResolvedSettings.Value value : configuration.gateway().all()) {
            lines.add(new Line(value.setting().key(), value));
        }
        for (Bridge bridge : configuration.bridges()) {
            for (ResolvedSettings.Value value : bridge.settings().all()) {
                lines.add(new Line(
                        "openfuse.bridge." + bridge.name() + "."
                                + value.setting().key(),
                        value));
            }
        }
        return lines;
    }
}
