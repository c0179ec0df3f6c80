package dev.openfused.gateway.bench;

import java.time.Duration;
import java.util.List;

/** One thing that is measured. A new figure is a new class, and a line in {@link Bench}. */
public interface Row {
    /**
     * What it is called on the command line.
     *
     * @return a word
     */
    String name();

    /**
     * How long it may take; it is broken off then.
     *
     * @return on a machine that is busy with other things
     */
    default Duration longest() {
        return Duration.ofMinutes(2);
    }

    /**
     * Measures, and ends whatever it started.
     *
     * @param ground where to do so
     * @return lines of the table
     * @throws Exception if it can't be measured; the text goes into the table's place
     */
    List<Figure> measure(Ground ground) throws Exception;
}
