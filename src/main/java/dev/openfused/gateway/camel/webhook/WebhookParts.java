package dev.openfused.gateway.camel.webhook;

import static dev.openfused.gateway.bridge.WebhookOut.ALLOW_PRIVATE;
import static dev.openfused.gateway.bridge.WebhookOut.CA;
import static dev.openfused.gateway.bridge.WebhookOut.CLIENT_CERTIFICATE;
import static dev.openfused.gateway.bridge.WebhookOut.CLIENT_KEY;
import static dev.openfused.gateway.bridge.WebhookOut.PROXY;
import static dev.openfused.gateway.bridge.WebhookOut.SECRET;
import static dev.openfused.gateway.bridge.WebhookOut.TIMEOUT;
import static dev.openfused.gateway.bridge.WebhookOut.TOKEN;
import static dev.openfused.gateway.bridge.WebhookOut.URL;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.camel.BridgeTarget;
import dev.openfused.gateway.camel.bridges.BridgeParts;
import dev.openfused.gateway.channel.StandardWebhooks;
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
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The outward webhook bridges: for each an HTTP client of its own, in the registry as {@code webhook-client-NAME}, so that
 * one far end that hangs holds up no other, and what its calls are signed with.
 */
public final class WebhookParts implements BridgeParts, AutoCloseable {
    private static final String CLIENT = "webhook-client-";

    private final ResolvedSettings gateway;
    private final Registry registry;
    private final Map<String, Part> parts = new ConcurrentHashMap<>();

    /** What one bridge has. */
    private record Part(CallFormat format, CloseableHttpClient client) {}

    /**
     * No bridges yet.
     *
     * @param gateway what holds for all bridges: proxy and allowed private networks
     * @param registry where the routes look up their client
     */
    public WebhookParts(ResolvedSettings gateway, Registry registry) {
        this.gateway = gateway;
        this.registry = registry;
    }

    @Override
    public boolean serve(Bridge bridge) {
        BridgeKind kind = bridge.kind();
        return kind.direction() == Direction.OUT && kind.name().equals("webhook");
    }

    @Override
    public void add(Bridge bridge) {
        String name = bridge.name().value();
        CloseableHttpClient client = HttpClientFactory.create(options(bridge));
        CallFormat format = new CallFormat(
                bridge.get(URL).getHost(),
                bridge.find(SECRET).map(StandardWebhooks::new).orElse(null),
                bridge.find(TOKEN).orElse(null));
        close(parts.put(name, new Part(format, client)));
        registry.bind(CLIENT + name, client);
    }

    @Override
    public void remove(String name) {
        registry.unbind(CLIENT + name);
        close(parts.remove(name));
    }

    @Override
    public void close() {
        List.copyOf(parts.keySet()).forEach(this::remove);
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
        Part part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("webhook bridge " + name + " is not set up");
        }
        return part.format();
    }

    private HttpOptions options(Bridge bridge) {
        List<String> allowed = new ArrayList<>(
                gateway.find(GatewaySettings.OUTBOUND_ALLOW_PRIVATE).orElse(List.of()));
        allowed.addAll(bridge.find(ALLOW_PRIVATE).orElse(List.of()));
        URI proxy = bridge.find(PROXY)
                .or(() -> gateway.find(GatewaySettings.OUTBOUND_PROXY))
                .orElse(null);
        return new HttpOptions(
                AddressGuard.allowing(allowed), tls(bridge), bridge.get(TIMEOUT), bridge.get(TIMEOUT), proxy);
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

    private static void close(@Nullable Part part) {
        if (part != null) {
            try {
                part.client().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
