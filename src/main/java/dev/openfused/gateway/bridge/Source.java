package dev.openfused.gateway.bridge;

/** What an outward bridge carries. */
public enum Source {
    /** What others sent to us. */
    INBOX,
    /** What we broadcast, of the copy that is sealed to ourselves. */
    BROADCASTS,
    /** New and changed files in {@code shared/}. */
    SHARED,
    /** New files in {@code _broadcast/} and {@code messages/} of a workspace. */
    WORKSPACE
}
