package dev.openfused.gateway.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "completion",
        description = "Print a script that completes commands and options in bash and zsh.",
        footer = {"", "Switch it on with: source <(openfuse completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Console console;
    private final Supplier<CommandLine> wholeTree;

    CompletionCommand(Console console, Supplier<CommandLine> wholeTree) {
        this.console = console;
        this.wholeTree = wholeTree;
    }

    @Override
    public Integer call() {
        console.out().print(AutoComplete.bash("openfuse", wholeTree.get()));
        return ExitStatus.DONE;
    }
}
