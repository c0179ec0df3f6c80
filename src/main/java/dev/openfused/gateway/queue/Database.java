package dev.openfused.gateway.queue;

import java.sql.SQLException;
import java.util.List;

/** A database that reads, and that changes durably and whole or not at all. Safe for many threads. */
interface Database extends AutoCloseable {

    /**
     * What happens in one transaction. It may be run again when the first run was rolled back, so it changes nothing
     * but the database.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /** Which SQL it speaks. */
    Dialect dialect();

    /** Reads what was committed. */
    <T> T read(Work<T> work);

    /** Commits a change before it returns. */
    <T> T write(Work<T> work);

    /** What is wrong with what is stored, a line each; at most a few. */
    List<String> damage();

    /**
     * Gives room that nothing takes any more back to the disk, in steps short enough for others to go on meanwhile.
     *
     * @return how many bytes; 0 if the database does so by itself
     */
    long shrink();

    @Override
    void close();
}
