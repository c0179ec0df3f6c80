package dev.openfused.gateway.keyring;

/** A query names nobody in the keyring, or several. The text says which, and how to tell them apart. */
public final class UnknownAgentException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * One line for people.
     *
     * @param message what was asked for, the candidates, what to do
     */
    public UnknownAgentException(String message) {
        super(message);
    }
}
