package dev.openfused.gateway.sync;

import java.io.IOException;

/** A peer answered, and not with what was asked for. The text says who answered what. */
public class PeerRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    /** Whether the peer may answer otherwise later. */
    private final boolean temporary;

    /**
     * A refusal for good.
     *
     * @param message one harmless line
     */
    public PeerRefusedException(String message) {
        this(message, false);
    }

    /**
     * A refusal.
     *
     * @param message one harmless line
     * @param temporary whether the answer may be another one later
     */
    public PeerRefusedException(String message, boolean temporary) {
        super(message);
        this.temporary = temporary;
    }

    /**
     * Whether it makes sense to ask again.
     *
     * @return true if the peer is overloaded, or set up wrongly for now
     */
    public boolean isTemporary() {
        return temporary;
    }
}
