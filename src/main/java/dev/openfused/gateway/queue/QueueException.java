package dev.openfused.gateway.queue;

/** The queue's database can't be reached, read or written. Nothing was changed; try again. */
public final class QueueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Whether the database itself is gone, so that trying again does not help. */
    private final boolean lost;

    /**
     * One line for people.
     *
     * @param message what, and what to do
     */
    public QueueException(String message) {
        super(message);
        lost = false;
    }

    /**
     * One line for people, and the fault behind it.
     *
     * @param message what, and what to do
     * @param cause the fault
     */
    public QueueException(String message, Throwable cause) {
        super(message, cause);
        lost = false;
    }

    private QueueException(String message, Throwable cause, boolean lost) {
        super(message, cause);
        this.lost = lost;
    }

    /** The state went away under the gateway; trying again does not help. */
    static QueueException lost(String message, Throwable cause) {
        return new QueueException(message, cause, true);
    }

    /**
     * Whether the database went away under the gateway: trying again does not help, a restart does.
     *
     * @return false for faults that may pass
     */
    public boolean isLost() {
        return lost;
    }
}
