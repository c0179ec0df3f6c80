package dev.openfused.gateway.compose;

/** A text can't be sealed for one of its recipients; nothing was written for any. The text says why and for whom. */
public final class UnsendableException extends Exception {
    private static final long serialVersionUID = 1;

    UnsendableException(String message, Throwable cause) {
        super(message, cause);
    }
}
