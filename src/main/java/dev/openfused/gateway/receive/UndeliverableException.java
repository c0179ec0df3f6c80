package dev.openfused.gateway.receive;

/**
 * What came in from a channel can't be given to its recipients as things stand: one is not known, or there is none.
 * Nothing was written; the same may succeed once the operator has seen to it. The text says what and whose.
 */
public final class UndeliverableException extends Exception {
    private static final long serialVersionUID = 1;

    UndeliverableException(String message) {
        super(message);
    }

    UndeliverableException(String message, Throwable cause) {
        super(message, cause);
    }
}
