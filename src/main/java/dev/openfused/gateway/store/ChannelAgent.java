package dev.openfused.gateway.store;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;

/**
 * Who speaks for a channel: what strangers say there is signed by an agent of its own, so that it never arrives as the
 * gateway's trusted word. Nobody trusts it until its reader does.
 *
 * @param name {@code gateway.{bridge}}
 * @param keys its keys
 */
public record ChannelAgent(String name, AgentKeys keys) {
    private static final String PREFIX = "gateway.";

    /**
     * The agent's name for a bridge.
     *
     * @param bridge the bridge's name
     * @return {@code gateway.{bridge}}
     * @throws StoreException if that is no name
     */
    public static String nameOf(String bridge) throws StoreException {
        if (!AgentName.isValid(bridge) || !AgentName.isValid(PREFIX + bridge)) {
            throw new StoreException(
                    "'" + VisibleText.of(bridge)
                            + "' can't name a bridge: at most 56 letters, digits, '.', '_' or '-', the first a letter or digit");
        }
        return PREFIX + bridge;
    }
}
