package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "test",
        description = "Send one harmless message through a bridge with to=, for real, and say what happened.",
        footer = {
            "",
            "People and systems at the far end get it. It is from nobody's store and in no queue, it is tried",
            "once, and the bridge's accept= is not asked; a running gateway does not notice."
        })
final class BridgeTestCommand implements Callable<Integer> {
    private final Console console;
    private final BridgeTester tester;

    @Parameters(paramLabel = "NAME", description = "The bridge.")
    private String name = "";

    @Option(names = "--config", paramLabel = "FILE", description = "The settings; default: the installation's.")
    private @Nullable Path config;

    BridgeTestCommand(Console console, BridgeTester tester) {
        this.console = console;
        this.tester = tester;
    }

    @Override
    public Integer call() throws Exception {
        BridgeTester.Outcome outcome = tester.test(config == null ? null : console.resolve(config), name);
        @Nullable String reason = outcome.reason();
        if (!outcome.delivered()) {
            throw CommandFailedException.refused(
                    "bridge '" + VisibleText.of(name) + "' did not deliver: " + VisibleText.of(String.valueOf(reason)),
                    "'openfuse bridge list' shows its settings");
        }
        @Nullable String remote = outcome.remoteId();
        console.out()
                .println("Delivered in " + outcome.took().toMillis() + " ms"
                        + (remote == null ? "." : "; the far end calls it " + VisibleText.of(remote) + '.'));
        return ExitStatus.DONE;
    }
}
