package dev.openfused.gateway.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the process answers with; the same for every command. */
public final class ExitStatus {
    /** It was done. */
    public static final int DONE = 0;

    /** It was refused or failed; a line on standard error says why. */
    public static final int REFUSED = 1;

    /** The command line is wrong; nothing was tried. */
    public static final int USAGE = 2;

    /** {@code serve} ran out of memory or threads, and should be restarted; the JVM's own status for that. */
    public static final int EXHAUSTED = 3;

    private ExitStatus() {}

    /**
     * For the help of every command.
     *
     * @return status to meaning, in order
     */
    static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put(" " + DONE, "done");
        table.put(" " + REFUSED, "refused or failed; standard error says why");
        table.put(" " + USAGE, "the command line is wrong");
        table.put(" " + EXHAUSTED, "serve ran out of memory or threads; restart it");
        return table;
    }
}
