package dev.openfused.gateway.cli;

import java.util.Arrays;
import java.util.List;

/** The command {@code openfuse}: arguments in, lines and an exit status out. Never ends the process itself. */
public final class Openfuse {
    private final Console console;
    private final Wiring wiring;

    /**
     * The command line of one process.
     *
     * @param console where it reads and prints
     * @param wiring what it may call on
     */
    public Openfuse(Console console, Wiring wiring) {
        this.console = console;
        this.wiring = wiring;
    }

    /**
     * Runs one command.
     *
     * @param arguments as typed
     * @return the exit status, one of {@link ExitStatus}
     */
    public int run(String... arguments) {
        Console heard = isQuiet(arguments) ? console.quietly() : console;
        int status = new CommandTree(heard, wiring).branch(List.of(arguments)).execute(arguments);
        console.out().flush();
        console.err().flush();
        return status;
    }

    /** Commands are made with their console before the arguments are parsed. */
    private static boolean isQuiet(String... arguments) {
        return Arrays.stream(arguments)
                .takeWhile(argument -> !argument.equals("--"))
                .anyMatch(argument -> argument.equals("-q") || argument.equals("--quiet"));
    }
}
