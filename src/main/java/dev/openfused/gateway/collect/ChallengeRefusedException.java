package dev.openfused.gateway.collect;

/** A challenge that proves nothing. */
public final class ChallengeRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** What is wrong with it. */
    public enum Reason {
        /** A header is missing. */
        MISSING,
        /** Its time can't be read. */
        MALFORMED_TIMESTAMP,
        /** It was signed too long ago, or ahead. */
        STALE,
        /** The signature is not that of a key known under that name. Which of the two is not told. */
        REFUSED
    }

    /** What is wrong. */
    private final Reason reason;

    /**
     * A refusal.
     *
     * @param reason what is wrong
     * @param message one line for the caller
     */
    public ChallengeRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * What is wrong.
     *
     * @return as given
     */
    public Reason reason() {
        return reason;
    }
}
