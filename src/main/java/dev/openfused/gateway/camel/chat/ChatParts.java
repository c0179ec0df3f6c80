package dev.openfused.gateway.camel.chat;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.camel.BridgeTarget;
import dev.openfused.gateway.camel.bridges.BridgeParts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** The outward bridges to chats: how the posts of each look, where they go, and what the answers mean. */
public final class ChatParts implements BridgeParts {
    private final Map<String, ChatLine> lines = new ConcurrentHashMap<>();

    /** No bridges yet. */
    public ChatParts() {}

    @Override
    public boolean serve(Bridge bridge) {
        return ChatLine.leadsTo(bridge);
    }

    @Override
    public void add(Bridge bridge) {
        lines.put(bridge.name().value(), ChatLine.of(bridge));
    }

    @Override
    public void remove(String name) {
        lines.remove(name);
    }

    /**
     * The way into the chat of an exchange's bridge.
     *
     * @param exchange a delivery to a bridge
     * @return its line
     * @throws IllegalStateException if that bridge is not here: a fault in the wiring
     */
    ChatLine line(Exchange exchange) {
        String name = BridgeTarget.of(exchange);
        ChatLine line = lines.get(name);
        if (line == null) {
            throw new IllegalStateException("chat bridge " + name + " is not set up");
        }
        return line;
    }
}
