package dev.openfused.gateway.cli;

/** Runs the gateway; the command line knows no more of it. */
@FunctionalInterface
public interface ServeRunner {
    /**
     * Serves until the process is asked to end.
     *
     * @param options what the command line said
     * @return the exit status
     * @throws Exception if it can't start; the text is one line for people
     */
    int serve(ServeOptions options) throws Exception;
}
