package dev.openfused.gateway.message;

import java.io.IOException;

/** Thrown if an answer is not the complete list that was asked for. */
public final class MalformedListException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * What is wrong with it.
     *
     * @param message one line of ours, such as "it breaks off"
     */
    public MalformedListException(String message) {
        super(message);
    }
}
