package dev.openfused.gateway.outbound;

import dev.openfused.gateway.crypto.PemTls;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How one bridge or peer is reached over HTTP.
 *
 * @param guard where we may connect
 * @param tls whom we trust and, possibly, who we say we are; see {@link dev.openfused.gateway.crypto.PemTls}
 * @param connectTimeout longest wait for a connection, for each address of the host
 * @param timeout longest time for the whole exchange, from connecting to the last byte of the answer
 * @param proxy an HTTP proxy, {@code http://host:port}, or null to connect directly
 */
public record HttpOptions(
        AddressGuard guard,
        SSLContext tls,
        Duration connectTimeout,
        Duration timeout,
        @Nullable URI proxy) {
    /**
     * How peers are reached.
     *
     * @param settings the gateway's: allowed private networks, proxy
     * @param timeout longest time for an exchange
     * @return the same for every peer
     */
    public static HttpOptions toPeers(ResolvedSettings settings, Duration timeout) {
        return new HttpOptions(
                AddressGuard.allowing(
                        settings.find(GatewaySettings.SYNC_ALLOW_PRIVATE).orElse(List.of()),
                        GatewaySettings.SYNC_ALLOW_PRIVATE.key()),
                PemTls.systemDefault(),
                timeout,
                timeout,
                settings.find(GatewaySettings.OUTBOUND_PROXY).orElse(null));
    }

    /**
     * Checks that both times are positive: zero would mean for ever to the HTTP client.
     *
     * @param guard asked about each address before it is connected to
     * @param tls used for https only
     * @param connectTimeout above zero
     * @param timeout above zero
     * @param proxy exempt from the guard, as the operator named it; or null
     * @throws IllegalArgumentException if a time is not above zero
     */
    public HttpOptions {
        if (connectTimeout.isNegative() || connectTimeout.isZero() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a timeout is longer than 0");
        }
    }
}
