package dev.openfused.gateway.cli;

import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.bridge.CommonSettings;
import dev.openfused.gateway.settings.Nearest;
import dev.openfused.gateway.settings.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Explain a kind of bridge: what arrives, its settings with their types and defaults, an example.")
final class BridgeExplainCommand implements Callable<Integer> {
    private final Console console;
    private final SettingsReader settings;

    @Parameters(
            paramLabel = "KIND",
            description = "Such as slack, to=webhook or from=webhook; a name alone means both.")
    private String kind = "";

    @Option(names = "--config", paramLabel = "FILE", description = "The settings; default: the installation's.")
    private @Nullable Path config;

    BridgeExplainCommand(Console console, SettingsReader settings) {
        this.console = console;
        this.settings = settings;
    }

    @Override
    public Integer call() throws Exception {
        List<BridgeKind> all =
                settings.kinds(config == null ? null : console.resolve(config)).all();
        List<BridgeKind> meant = all.stream()
                .filter(k -> k.name().equals(kind) || k.toString().equals(kind))
                .toList();
        if (meant.isEmpty()) {
            List<String> names = all.stream().map(BridgeKind::name).distinct().toList();
            throw CommandFailedException.usage("'" + kind + "' is no kind of bridge (" + String.join(", ", names) + ")"
                    + Nearest.hint(kind, names));
        }
        for (BridgeKind each : meant) {
            if (each != meant.get(0)) {
                console.out().println();
            }
            explain(each);
        }
        return ExitStatus.DONE;
    }

    private void explain(BridgeKind which) {
        console.out().println(which + "  " + which.summary());
        console.out().println();
        which.explanation().lines().forEach(line -> wrapped(line, 0));
        console.out().println();
        console.out().println("Settings, each openfuse.bridge.NAME.KEY:");
        which.settings().forEach(this::explain);
        console.out().println();
        console.out().println("Settings of every such bridge:");
        CommonSettings.of(which.direction()).forEach(this::explain);
        console.out().println();
        console.out().println("Example:");
        which.example().forEach(line -> console.out().println("  " + line));
    }

    private void explain(Setting<?> setting) {
        String unit = setting.unit() == null ? "" : " (" + setting.unit() + ')';
        String rule = setting.required()
                ? "required"
                : setting.defaultText() == null ? "optional" : "default " + setting.defaultText();
        console.out().println("  " + setting.key() + ": " + setting.type() + unit + ", " + rule);
        wrapped(setting.description(), 6);
    }

    /** In lines as wide as those of {@code --help}. */
    private void wrapped(String text, int indent) {
        TextTable lines = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.OFF),
                new Column(UsageMessageSpec.DEFAULT_USAGE_WIDTH, indent, Overflow.WRAP));
        lines.indentWrappedLines = 0;
        lines.addRowValues(text);
        console.out().print(lines);
    }
}
