package dev.openfused.gateway.store;

/** A store can't be read or written as asked. The text says what, whose and what to do. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * One line for people.
     *
     * @param message what, whose, what to do
     */
    public StoreException(String message) {
        super(message);
    }

    /**
     * One line for people, and the fault behind it.
     *
     * @param message what, whose, what to do
     * @param cause the fault
     */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
