package dev.openfused.gateway.camel.bridges;

import static dev.openfused.gateway.bridge.HttpSettings.ALLOW_PRIVATE;
import static dev.openfused.gateway.bridge.HttpSettings.CA;
import static dev.openfused.gateway.bridge.HttpSettings.CLIENT_CERTIFICATE;
import static dev.openfused.gateway.bridge.HttpSettings.CLIENT_KEY;
import static dev.openfused.gateway.bridge.HttpSettings.PROXY;
import static dev.openfused.gateway.bridge.HttpSettings.TIMEOUT;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.crypto.PemTls;
import dev.openfused.gateway.outbound.AddressGuard;
import dev.openfused.gateway.outbound.HttpClientFactory;
import dev.openfused.gateway.outbound.HttpOptions;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * For each outward bridge whose far end is called over HTTP a client of its own, in the registry as {@code
 * http-client-NAME}, so that one far end that hangs holds up no other.
 */
public final class BridgeClients implements BridgeParts, AutoCloseable {
    private static final String CLIENT = "http-client-";

    private final ResolvedSettings gateway;
    private final Registry registry;
    private final Map<String, CloseableHttpClient> clients = new ConcurrentHashMap<>();

    /**
     * No bridges yet.
     *
     * @param gateway what holds for all bridges: proxy and allowed private networks
     * @param registry where the routes look up their client
     */
    public BridgeClients(ResolvedSettings gateway, Registry registry) {
        this.gateway = gateway;
        this.registry = registry;
    }

    @Override
    public boolean serve(Bridge bridge) {
        return bridge.kind().settings().contains(ALLOW_PRIVATE);
    }

    @Override
    public void add(Bridge bridge) {
        String name = bridge.name().value();
        CloseableHttpClient client = HttpClientFactory.create(options(bridge));
        close(clients.put(name, client));
        registry.bind(CLIENT + name, client);
    }

    @Override
    public void remove(String name) {
        registry.unbind(CLIENT + name);
        close(clients.remove(name));
    }

    @Override
    public void close() {
        List.copyOf(clients.keySet()).forEach(this::remove);
    }

    private HttpOptions options(Bridge bridge) {
        List<String> allowed = new ArrayList<>(
                gateway.find(GatewaySettings.OUTBOUND_ALLOW_PRIVATE).orElse(List.of()));
        allowed.addAll(bridge.find(ALLOW_PRIVATE).orElse(List.of()));
        URI proxy = bridge.find(PROXY)
                .or(() -> gateway.find(GatewaySettings.OUTBOUND_PROXY))
                .orElse(null);
        return new HttpOptions(
                AddressGuard.allowing(allowed, allowPrivate(bridge)),
                tls(bridge),
                bridge.get(TIMEOUT),
                bridge.get(TIMEOUT),
                proxy);
    }

    private static String allowPrivate(Bridge bridge) {
        return GatewaySettings.BRIDGE_PREFIX + bridge.name() + '.' + ALLOW_PRIVATE.key() + " (or "
                + GatewaySettings.OUTBOUND_ALLOW_PRIVATE.key() + ')';
    }

    private static SSLContext tls(Bridge bridge) {
        try {
            return PemTls.client(file(bridge, CA), file(bridge, CLIENT_CERTIFICATE), file(bridge, CLIENT_KEY));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "bridge " + bridge.name() + ": ca, client-certificate or client-key: " + e.getMessage(), e);
        }
    }

    private static byte @Nullable [] file(Bridge bridge, Setting<Path> setting) {
        Path file = bridge.find(setting).orElse(null);
        if (file == null) {
            return null;
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "bridge " + bridge.name() + ": " + setting.key() + " names " + file + ", which can't be read", e);
        }
    }

    private static void close(@Nullable CloseableHttpClient client) {
        if (client != null) {
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
