package dev.openfused.gateway.compose;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.store.ChannelAgent;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;

/**
 * In whose name a message goes out.
 *
 * @param name what stands in {@code from}
 * @param keys what signs
 */
public record Sender(String name, AgentKeys keys) {
    /**
     * The store's own agent.
     *
     * @param store the store
     * @return its agent
     * @throws StoreException if name or keys can't be read
     */
    public static Sender agentOf(Store store) throws StoreException {
        return new Sender(store.mesh().read().name(), store.keys());
    }

    /**
     * The agent that speaks for a channel; its keys are made on first use.
     *
     * @param store the store
     * @param bridge the inward bridge's name
     * @return {@code gateway.{bridge}}
     * @throws StoreException if its keys can't be read or made
     */
    public static Sender channelOf(Store store, String bridge) throws StoreException {
        ChannelAgent channel = store.channel(bridge);
        return new Sender(channel.name(), channel.keys());
    }
}
