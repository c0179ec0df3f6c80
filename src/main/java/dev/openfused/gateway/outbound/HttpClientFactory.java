package dev.openfused.gateway.outbound;

import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes HTTP clients for outward traffic, each with its own pool of kept-alive connections. A client of ours asks the
 * guard for every address it connects to, checks certificates and host names, follows no redirect, keeps no cookies,
 * never repeats a request by itself (the queue does that), and reads a bounded answer in bounded time. An error in one
 * exchange does not end it for the others.
 */
public final class HttpClientFactory {
    /** As {@code User-Agent}. */
    static final String USER_AGENT = "openfused-gateway";

    private static final int CONNECTIONS = 20;
    private static final TimeValue LONGEST_KEPT = TimeValue.ofMinutes(5); // so that a changed DNS entry takes effect
    private static final TimeValue UNCHECKED_IDLE = TimeValue.ofSeconds(1);

    /** What an answer's head may come to: what is longer ends the exchange, or a hostile far end would fill the memory. */
    private static final Http1Config HEAD = Http1Config.custom()
            .setMaxLineLength(16 << 10)
            .setMaxHeaderCount(200)
            .build();

    private HttpClientFactory() {}

    /**
     * A client of its own for one bridge or peer.
     *
     * @param options how it is reached
     * @return the client; close it when the bridge or peer goes
     */
    public static CloseableHttpClient create(HttpOptions options) {
        return create(options, AnswerLimit.ofBeginning(options.timeout()));
    }

    /**
     * A client whose answers are read whole: one that breaks off, or takes longer than it may, is a fault while it is read.
     * How much is read is the caller's business.
     *
     * @param options how the peer is reached
     * @return the client; close it when the peer goes
     */
    static CloseableHttpClient createForWholeAnswers(HttpOptions options) {
        return create(options, AnswerLimit.ofWhole(options.timeout()));
    }

    private static CloseableHttpClient create(HttpOptions options, AnswerLimit limit) {
        return new RenewedHttpClient(() -> make(options, limit));
    }

    private static RenewedHttpClient.Made make(HttpOptions options, AnswerLimit limit) {
        URI proxy = options.proxy();
        AddressGuard guard = proxy == null ? options.guard() : options.guard().andAllowing(proxy.getHost());
        WatchedConnections connections = new WatchedConnections(connections(options, guard));
        HttpClientBuilder client = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(options.connectTimeout()))
                        .setResponseTimeout(timeout(options.timeout()))
                        .setRedirectsEnabled(false)
                        .build())
                .setUserAgent(USER_AGENT)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .addExecInterceptorFirst("answer-limit", limit);
        if (proxy != null) {
            client.setProxy(new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort()));
            client.addExecInterceptorFirst("guard", new ProxiedTargetGuard(options.guard()));
        }
        return new RenewedHttpClient.Made(client.build(), connections);
    }

    private static PoolingHttpClientConnectionManager connections(HttpOptions options, AddressGuard guard) {
        return new GuardedConnections(guard)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(HEAD)
                        .build())
                .setDnsResolver(new GuardedDnsResolver(guard))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(options.tls()))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(options.connectTimeout()))
                        .setSocketTimeout(timeout(options.timeout()))
                        .setTimeToLive(LONGEST_KEPT)
                        .setValidateAfterInactivity(UNCHECKED_IDLE)
                        .build())
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .build();
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }

    /** Opens every socket as a {@link GuardedSocket}. */
    private static final class GuardedConnections extends PoolingHttpClientConnectionManagerBuilder {
        private final AddressGuard guard;

        GuardedConnections(AddressGuard guard) {
            this.guard = guard;
        }

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    socksProxy -> new GuardedSocket(guard),
                    ports,
                    names,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register("https", tls)
                            .build());
        }
    }
}
