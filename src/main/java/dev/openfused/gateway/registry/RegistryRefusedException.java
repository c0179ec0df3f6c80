package dev.openfused.gateway.registry;

import java.io.Serial;

/** A registry said no. */
public final class RegistryRefusedException extends RegistryException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** An HTTP status. */
    private final int status;

    /**
     * A refusal.
     *
     * @param status the HTTP status, or what would be one
     * @param message a line for people
     */
    public RegistryRefusedException(int status, String message) {
        super(message, null);
        this.status = status;
    }

    /**
     * How it said so.
     *
     * @return an HTTP status
     */
    public int status() {
        return status;
    }
}
