package dev.openfused.gateway.cli;

import org.jspecify.annotations.Nullable;

/** A command can't do what was asked. Shown as one {@code error} line and at most one {@code hint} line. */
public final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1;

    /** What the process exits with. */
    private final int status;

    /** What to do about it, if there is something. */
    private final @Nullable String hint;

    private CommandFailedException(int status, String message, @Nullable String hint) {
        super(message);
        this.status = status;
        this.hint = hint;
    }

    /**
     * The thing was refused or failed.
     *
     * @param message what and whose, lower case
     * @param hint what to do, or null
     * @return exit status {@link ExitStatus#REFUSED}
     */
    public static CommandFailedException refused(String message, @Nullable String hint) {
        return new CommandFailedException(ExitStatus.REFUSED, message, hint);
    }

    /**
     * The command line asks for something that makes no sense.
     *
     * @param message what is wrong with it, lower case
     * @return exit status {@link ExitStatus#USAGE}
     */
    public static CommandFailedException usage(String message) {
        return new CommandFailedException(ExitStatus.USAGE, message, null);
    }

    /**
     * How the process ends.
     *
     * @return one of {@link ExitStatus}
     */
    public int status() {
        return status;
    }

    /**
     * What to do about it.
     *
     * @return one line, or null
     */
    public @Nullable String hint() {
        return hint;
    }
}
