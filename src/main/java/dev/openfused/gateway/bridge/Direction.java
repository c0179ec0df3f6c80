package dev.openfused.gateway.bridge;

/** Which way a bridge carries messages. */
public enum Direction {
    /** From agents to people and systems: {@code to=}. */
    OUT,
    /** From people and systems to agents: {@code from=}. */
    IN;

    /**
     * The setting that names a bridge's kind.
     *
     * @return {@code to} or {@code from}
     */
    public String key() {
        return this == OUT ? "to" : "from";
    }
}
