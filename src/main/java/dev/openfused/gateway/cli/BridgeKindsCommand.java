package dev.openfused.gateway.cli;

import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.bridge.BridgeKinds;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "kinds", description = "List the kinds of bridges, by what to= or from= says.")
final class BridgeKindsCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print JSON: an array of kinds.")
    private boolean asJson;

    BridgeKindsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        BridgeKinds kinds = BridgeKinds.shipped();
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
