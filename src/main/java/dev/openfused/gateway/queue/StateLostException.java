package dev.openfused.gateway.queue;

import java.sql.SQLException;

/** Thrown if the opened file was deleted or replaced: what is written to it now would be gone at the next start. */
final class StateLostException extends SQLException {
    private static final long serialVersionUID = 1;

    StateLostException() {
        super("it was deleted or replaced while the gateway ran; nothing is accepted until the gateway is restarted");
    }
}
