package dev.openfused.gateway.sync;

import java.io.IOException;

/** An answer is longer than we take. Nothing of it is kept. */
public final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * A refusal of ours.
     *
     * @param message one line
     */
    public TooLargeException(String message) {
        super(message);
    }
}
