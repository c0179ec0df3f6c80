package dev.openfused.gateway.demo;

import java.util.List;

/** Runs {@code openfuse} commands as a person would type them. */
@FunctionalInterface
public interface CommandRunner {
    /**
     * What a command did.
     *
     * @param status its exit status
     * @param out its standard output
     * @param err its standard error
     */
    record Outcome(int status, String out, String err) {}

    /**
     * Runs one command to its end.
     *
     * @param arguments what follows {@code openfuse}
     * @param input its standard input
     * @return what it did
     */
    Outcome run(List<String> arguments, String input);
}
