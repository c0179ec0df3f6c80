package dev.openfused.gateway.queue;

/**
 * Where a delivery goes.
 *
 * @param value {@code bridge:{name}} or {@code peer:{name}-{FP8}} (the outbox directory)
 */
public record Target(String value) {
    /**
     * The target of a bridge.
     *
     * @param name the bridge's name
     * @return the target
     */
    public static Target bridge(String name) {
        return new Target("bridge:" + name);
    }

    /**
     * The target of a peer.
     *
     * @param outboxDirectory {@code {name}-{FP8}}
     * @return the target
     */
    public static Target peer(String outboxDirectory) {
        return new Target("peer:" + outboxDirectory);
    }

    @Override
    public String toString() {
        return value;
    }
}
