package dev.openfused.gateway.cli;

import java.util.List;
import java.util.concurrent.Callable;

/** A word that only leads to others, such as {@code key}: by itself it is a mistake. */
final class GroupCommand implements Callable<Integer> {
    private final List<String> commands;

    GroupCommand(List<String> commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() throws CommandFailedException {
        throw CommandFailedException.usage("missing command: one of " + String.join(", ", commands));
    }
}
