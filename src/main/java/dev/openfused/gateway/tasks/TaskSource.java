package dev.openfused.gateway.tasks;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Where tasks are read: the store, or a server over HTTP. Answers are JSON, a stranger's. */
public interface TaskSource extends Closeable {
    /**
     * All tasks.
     *
     * @return {@code {"tasks": […]}}
     * @throws IOException with a line for people
     */
    byte[] list() throws IOException;

    /**
     * One task.
     *
     * @param id a valid one
     * @return the task, or empty if there is none
     * @throws IOException with a line for people
     */
    Optional<byte[]> get(String id) throws IOException;
}
