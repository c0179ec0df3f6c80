package dev.openfused.gateway.keyring;

/** A query names nobody in the keyring, or several. The text says which, and how to tell them apart. */
public final class UnknownAgentException extends Exception {
    private static final long serialVersionUID = 1;

    /** Whether several are meant. */
    private final boolean ambiguous;

    /**
     * One line for people.
     *
     * @param message what was asked for, the candidates, what to do
     */
    public UnknownAgentException(String message) {
        this(message, false);
    }

    UnknownAgentException(String message, boolean ambiguous) {
        super(message);
        this.ambiguous = ambiguous;
    }

    /**
     * Whether several are meant, and not nobody.
     *
     * @return true if the text lists candidates
     */
    public boolean isAmbiguous() {
        return ambiguous;
    }
}
