package dev.openfused.gateway.sync;

/** The way to a peer leads into its inbox only; nothing can be fetched. */
public final class PushOnlyException extends PeerRefusedException {
    private static final long serialVersionUID = 1;

    /**
     * A peer of which nothing can be fetched.
     *
     * @param message one line: why, and what to do about it
     */
    public PushOnlyException(String message) {
        super(message);
    }
}
