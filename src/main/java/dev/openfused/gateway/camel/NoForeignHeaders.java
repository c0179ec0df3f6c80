package dev.openfused.gateway.camel;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Lets no header of what comes in reach a route: some would pass for those that the endpoint itself sets. */
public final class NoForeignHeaders implements HeaderFilterStrategy {
    /** A filter; it keeps nothing. */
    public NoForeignHeaders() {}

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return true;
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return true;
    }
}
