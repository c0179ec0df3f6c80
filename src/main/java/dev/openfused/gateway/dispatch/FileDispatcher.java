package dev.openfused.gateway.dispatch;

import java.time.Duration;
import java.util.Optional;

/** Enters the files of one folder of the store into the queue, each once. Safe for several threads. */
public interface FileDispatcher {
    /**
     * A file is new or changed. One that is gone, or was dispatched before, is no fault.
     *
     * @param file its name relative to the folder, with {@code /} between its parts
     * @return when to come back to it (it may be half-written, or the database is away), or empty if it is settled
     */
    Optional<Duration> dispatch(String file);

    /**
     * Looks at the whole folder: what is not known is dispatched, what is gone is forgotten. The first scan catches up
     * with what happened while the gateway was down.
     *
     * @return when to scan again because something is not settled, or empty
     */
    Optional<Duration> scan();
}
