package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "man", description = "Print the manual page of a command, for man to show.")
final class ManCommand implements Callable<Integer> {
    private final Console console;
    private final Supplier<CommandLine> wholeTree;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..2",
            description = "Its words, such as inbox send; none: openfuse itself.")
    private List<String> words = new ArrayList<>();

    ManCommand(Console console, Supplier<CommandLine> wholeTree) {
        this.console = console;
        this.wholeTree = wholeTree;
    }

    @Override
    public Integer call() throws CommandFailedException {
        CommandLine command = wholeTree.get();
        for (String word : words) {
            command = command.getSubcommands().get(word);
            if (command == null) {
                throw CommandFailedException.usage(
                        "there is no command '" + VisibleText.of(String.join(" ", words)) + "'");
            }
        }
        console.out().print(ManPage.of(command.getCommandSpec()));
        return ExitStatus.DONE;
    }
}
