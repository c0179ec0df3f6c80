package dev.openfused.gateway.demo;

/** A step of the demonstration did not happen, or not in time. */
final class StepFailedException extends Exception {
    private static final long serialVersionUID = 1;

    StepFailedException(String message) {
        super(message);
    }
}
