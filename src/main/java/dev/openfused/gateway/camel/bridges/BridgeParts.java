package dev.openfused.gateway.camel.bridges;

import dev.openfused.gateway.bridge.Bridge;

/**
 * What the routes of one kind of bridge need besides their template's parameters: connections, formats, secrets. Made
 * before a bridge's route is added and let go after it is removed, each bridge its own.
 */
public interface BridgeParts {
    /**
     * Whether bridges of this kind are served here.
     *
     * @param bridge any bridge
     * @return true if {@link #add} wants it
     */
    boolean serve(Bridge bridge);

    /**
     * Makes a bridge's parts, before its route starts; a bridge of the same name is replaced.
     *
     * @param bridge one that is served here
     * @throws IllegalArgumentException one line that names the bridge's setting that can't be used
     */
    void add(Bridge bridge);

    /**
     * Lets a bridge's parts go, after its route ended.
     *
     * @param name the bridge's name; unknown is fine
     */
    void remove(String name);
}
