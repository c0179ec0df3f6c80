package dev.openfused.gateway.camel;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Drops every {@code OpenFuse…} header that comes in from outside, before the endpoint's own filter is asked: such a
 * header is our word about a message, and whoever could send one could call himself trusted. HTTP header fields, query
 * parameters, mail and JMS headers all pass here.
 */
public final class OpenFuseHeaderFilter implements HeaderFilterStrategy {
    private static final String PREFIX = "OpenFuse";

    private final HeaderFilterStrategy inner;

    /**
     * A filter in front of another.
     *
     * @param inner what the endpoint would use without us
     */
    public OpenFuseHeaderFilter(HeaderFilterStrategy inner) {
        this.inner = inner;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return isOurs(name) || inner.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return isOurs(name) || inner.applyFilterToExternalHeaders(name, value, exchange);
    }

    private static boolean isOurs(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }
}
