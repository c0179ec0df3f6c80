package dev.openfused.gateway.tasks;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Tasks can't be read. The text is a line for people. */
public final class TasksException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what and whose
     * @param cause the fault behind it, or null
     */
    public TasksException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
