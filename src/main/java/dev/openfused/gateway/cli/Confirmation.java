package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import picocli.CommandLine.Option;

/** Asks before something that can't be taken back, or that a person may not have meant. */
final class Confirmation {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    /** Asks a person who is there and nobody else: a script goes on. */
    void askOnTerminal(Console console, String question) throws CommandFailedException {
        if (console.interactive()) {
            ask(console, question);
        }
    }

    /** On a terminal by a question; elsewhere {@code --yes} has to be said. */
    void ask(Console console, String question) throws CommandFailedException {
        if (yes) {
            return;
        }
        if (!console.interactive()) {
            throw CommandFailedException.usage("this can't be taken back; say --yes");
        }
        console.err().print(question + " [y/N] ");
        console.err().flush();
        String answer;
        try {
            answer = new BufferedReader(new InputStreamReader(console.in(), UTF_8)).readLine();
        } catch (IOException e) {
            throw CommandFailedException.refused("standard input can't be read: " + e.getMessage(), null);
        }
        if (answer == null || !answer.strip().matches("(?i)y(es)?")) {
            throw CommandFailedException.refused("not confirmed; nothing was done", null);
        }
    }
}
