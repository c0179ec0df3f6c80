package dev.openfused.gateway.camel.webhook;

import static dev.openfused.gateway.bridge.WebhookOut.SECRET;
import static dev.openfused.gateway.bridge.WebhookOut.TOKEN;
import static dev.openfused.gateway.bridge.WebhookOut.URL;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.camel.BridgeTarget;
import dev.openfused.gateway.camel.bridges.BridgeParts;
import dev.openfused.gateway.channel.StandardWebhooks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** The outward webhook bridges: what the calls of each are signed with, and whose they are. */
public final class WebhookParts implements BridgeParts {
    private final Map<String, CallFormat> formats = new ConcurrentHashMap<>();

    /** No bridges yet. */
    public WebhookParts() {}

    @Override
    public boolean serve(Bridge bridge) {
        BridgeKind kind = bridge.kind();
        return kind.direction() == Direction.OUT && kind.name().equals("webhook");
    }

    @Override
    public void add(Bridge bridge) {
        formats.put(
                bridge.name().value(),
                new CallFormat(
                        bridge.get(URL).getHost(),
                        bridge.find(SECRET).map(StandardWebhooks::new).orElse(null),
                        bridge.find(TOKEN).orElse(null)));
    }

    @Override
    public void remove(String name) {
        formats.remove(name);
    }

    /**
     * How the calls of an exchange's bridge are made.
     *
     * @param exchange a delivery to a bridge
     * @return its format
     * @throws IllegalStateException if that bridge is not here: a fault in the wiring
     */
    CallFormat format(Exchange exchange) {
        String name = BridgeTarget.of(exchange);
        CallFormat format = formats.get(name);
        if (format == null) {
            throw new IllegalStateException("webhook bridge " + name + " is not set up");
        }
        return format;
    }
}
