package dev.openfused.gateway.queue;

/** The queue's database can't be reached, read or written. Nothing was changed; try again. */
public final class QueueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * One line for people.
     *
     * @param message what, and what to do
     */
    public QueueException(String message) {
        super(message);
    }

    /**
     * One line for people, and the fault behind it.
     *
     * @param message what, and what to do
     * @param cause the fault
     */
    public QueueException(String message, Throwable cause) {
        super(message, cause);
    }
}
