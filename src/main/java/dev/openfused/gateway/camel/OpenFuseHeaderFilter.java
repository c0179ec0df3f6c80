package dev.openfused.gateway.camel;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * Drops {@code OpenFuse*} (any case) and Camel's own names from what strangers send, and keeps ours from going out. HTTP
 * headers and query parameters both arrive as headers; so do mail and JMS headers. Without it anyone could send {@code
 * OpenFuseTrusted: true}.
 */
public final class OpenFuseHeaderFilter extends DefaultHeaderFilterStrategy {
    /** A filter for both directions. */
    public OpenFuseHeaderFilter() {
        setLowerCase(true);
        setInFilterStartsWith("camel", "org.apache.camel.", "openfuse");
        setOutFilterStartsWith("camel", "org.apache.camel.", "openfuse");
    }

    /**
     * Whether a name is one that only we may set.
     *
     * @param name a header's or query parameter's name
     * @return true for {@code openfuse*} in any case
     */
    public static boolean isOurs(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("openfuse");
    }

    /**
     * Removes whatever of ours came in, for endpoints that take no filter.
     *
     * @param exchange fresh from outside
     */
    public static void clean(Exchange exchange) {
        exchange.getMessage().getHeaders().keySet().removeIf(OpenFuseHeaderFilter::isOurs);
    }

    /**
     * As {@link HeaderFilterStrategy#applyFilterToExternalHeaders}.
     *
     * @param headerName the name
     * @param headerValue its value
     * @param exchange the exchange
     * @return true if it is dropped
     */
    @Override
    public boolean applyFilterToExternalHeaders(String headerName, Object headerValue, Exchange exchange) {
        return isOurs(headerName) || super.applyFilterToExternalHeaders(headerName, headerValue, exchange);
    }
}
