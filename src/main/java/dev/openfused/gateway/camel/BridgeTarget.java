package dev.openfused.gateway.camel;

import org.apache.camel.Exchange;

/** Which bridge an exchange of {@code openfuse-queue} is for. */
public final class BridgeTarget {
    private static final String PREFIX = "bridge:";

    private BridgeTarget() {}

    /**
     * Reads {@link OpenFuseHeaders#TARGET}.
     *
     * @param exchange a delivery to a bridge
     * @return the bridge's name
     * @throws IllegalStateException if it is none: the step stands in a route that does not begin at the queue
     */
    public static String of(Exchange exchange) {
        String target = exchange.getMessage().getHeader(OpenFuseHeaders.TARGET, String.class);
        if (target == null || !target.startsWith(PREFIX)) {
            throw new IllegalStateException("not a delivery to a bridge: " + OpenFuseHeaders.TARGET + " is " + target);
        }
        return target.substring(PREFIX.length());
    }
}
