package dev.openfused.gateway.keyring;

/** Whether an agent belongs to us. */
public enum Relationship {
    /** One of ours. */
    INTERNAL,
    /** Somebody else's. */
    EXTERNAL;

    /**
     * As it stands in JSON.
     *
     * @return lower case
     */
    public String json() {
        return this == INTERNAL ? "internal" : "external";
    }
}
