package dev.openfused.gateway.sync;

import java.io.IOException;

/** A peer answered, and not with what was asked for. The text says who answered what. */
public class PeerRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * A refusal.
     *
     * @param message one harmless line
     */
    public PeerRefusedException(String message) {
        super(message);
    }
}
