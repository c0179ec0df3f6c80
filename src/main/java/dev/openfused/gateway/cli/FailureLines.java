package dev.openfused.gateway.cli;

import dev.openfused.gateway.compose.UnsendableException;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.QueueException;
import dev.openfused.gateway.registry.RegistryException;
import dev.openfused.gateway.settings.SettingsException;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.tasks.TasksException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where a failure becomes lines on standard error and an exit status; never a stack trace. */
final class FailureLines implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Console console;

    FailureLines(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(ParameterException fault, String[] args) {
        CommandLine command = fault.getCommandLine();
        console.error(reason(fault));
        if (fault instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            console.hint("did you mean '" + unmatched.getSuggestions().get(0) + "'?");
        } else {
            console.hint("see '" + command.getCommandSpec().qualifiedName() + " --help'");
        }
        return ExitStatus.USAGE;
    }

    @Override
    public int handleExecutionException(Exception fault, CommandLine command, ParseResult parsed) {
        if (fault instanceof CommandFailedException failed) {
            console.error(text(failed));
            if (failed.hint() != null) {
                console.hint(failed.hint());
            } else if (failed.status() == ExitStatus.USAGE) {
                console.hint("see '" + command.getCommandSpec().qualifiedName() + " --help'");
            }
            return failed.status();
        }
        if (fault instanceof SettingsException settings) {
            settings.problems().forEach(console::error);
            return ExitStatus.REFUSED;
        }
        console.error(isForPeople(fault) ? text(fault) : fault.getClass().getSimpleName() + ": " + text(fault));
        return ExitStatus.REFUSED;
    }

    /** Those whose text is written as one line for people; of any other the kind is told as well. */
    private static boolean isForPeople(Exception fault) {
        return fault instanceof StoreException
                || fault instanceof UnknownAgentException
                || fault instanceof UnsendableException
                || fault instanceof RejectedMessageException
                || fault instanceof RegistryException
                || fault instanceof TasksException
                || fault instanceof QueueException
                || fault instanceof IllegalArgumentException;
    }

    private static String text(Exception fault) {
        String message = fault.getMessage();
        return message == null ? "no reason was given" : message;
    }

    /** What picocli says, in our words where its own are for programmers. */
    private static String reason(ParameterException fault) {
        if (fault instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            return "there is no command or argument '"
                    + VisibleText.of(unmatched.getUnmatched().get(0)) + "'";
        }
        String text = text(fault);
        String line = text.startsWith("Error: ") ? text.substring("Error: ".length()) : text;
        return line.isEmpty() ? line : Character.toLowerCase(line.charAt(0)) + line.substring(1);
    }
}
