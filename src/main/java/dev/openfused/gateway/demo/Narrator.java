package dev.openfused.gateway.demo;

import dev.openfused.gateway.message.VisibleText;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Tells a reader what happens, step by step, as it happens. */
final class Narrator {
    private final PrintWriter out;
    private int step;

    Narrator(PrintWriter out) {
        this.out = out;
    }

    /** A step begins. */
    void step(String title) {
        step++;
        out.println();
        out.println(step + ". " + title);
        out.flush();
    }

    /** A command is typed. */
    void command(List<String> arguments) {
        out.println("   $ openfuse " + arguments.stream().map(Narrator::quoted).collect(Collectors.joining(" ")));
        out.flush();
    }

    /** As it would be typed in a shell. */
    private static String quoted(String argument) {
        if (argument.contains("\n")) {
            return "$'" + argument.replace("\n", "\\n") + "'";
        }
        return argument.contains(" ") ? "'" + argument + "'" : argument;
    }

    /** Something is seen: lines from elsewhere, set apart. */
    void shows(String text) {
        VisibleText.lines(text).strip().lines().forEach(line -> out.println("   | " + line));
        out.flush();
    }

    /** Something happened. */
    void says(String sentence) {
        out.println("   " + sentence);
        out.flush();
    }
}
