package dev.openfused.gateway.store;

import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

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

    /**
     * What the file system says, in words.
     *
     * @param what what could not be done, such as {@code inbox can't be read}
     * @param fault the fault
     * @return the exception to throw
     */
    static StoreException of(String what, IOException fault) {
        return new StoreException(what + ": " + VisibleText.of(reason(fault)), fault);
    }

    /**
     * Whether the file system failed, so that the same may work later.
     *
     * @return false for what is refused by rule, such as a link in place of a file
     */
    public boolean isFault() {
        return getCause() instanceof IOException;
    }

    private static String reason(IOException fault) {
        String text = String.valueOf(fault.getMessage());
        if (fault instanceof NoSuchFileException) {
            return text + " does not exist";
        }
        if (fault instanceof AccessDeniedException) {
            return "permission denied on " + text;
        }
        if (fault instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason() + " (" + named.getFile() + ')';
        }
        return text;
    }
}
