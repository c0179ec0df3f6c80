package dev.openfused.gateway.cli;

import java.io.PrintWriter;

/** Runs the demonstration; the command line knows no more of it. */
@FunctionalInterface
public interface DemoRunner {
    /**
     * Shows a message travel both ways, step by step.
     *
     * @param out where each step is told
     * @return the exit status: {@link ExitStatus#DONE} only if every step happened
     * @throws Exception if it can't start; the text is one line for people
     */
    int run(PrintWriter out) throws Exception;
}
