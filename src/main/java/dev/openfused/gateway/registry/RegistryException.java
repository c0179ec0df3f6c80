package dev.openfused.gateway.registry;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A registry can't be asked, says no, or says what is not believed. The text is a line for people. */
public sealed class RegistryException extends IOException permits RegistryRefusedException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what and whose
     * @param cause the fault behind it, or null
     */
    public RegistryException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
