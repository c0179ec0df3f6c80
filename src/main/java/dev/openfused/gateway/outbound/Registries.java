package dev.openfused.gateway.outbound;

import dev.openfused.gateway.registry.Registry;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import java.nio.file.Path;

/** Opens registries by their address. */
public final class Registries {
    private static final String SYSTEM = "system";
    private static final String NONE = "none";

    private Registries() {}

    /**
     * Opens one; nobody is asked yet.
     *
     * @param address {@code http(s)://…}, or the path of a folder
     * @param settings the gateway's: time limits, allowed private networks, proxy, DNS
     * @return to be closed
     * @throws IllegalArgumentException with a line for people, if the address is neither
     */
    public static Registry open(String address, ResolvedSettings settings) {
        if (!address.matches("(?i)https?://.+")) {
            if (address.contains("://")) {
                throw new IllegalArgumentException(
                        "a registry's address begins with https:// or http://, or is a folder");
            }
            return new LocalRegistry(Path.of(address));
        }
        Registry registry =
                new HttpRegistry(HttpOptions.toPeers(settings, settings.get(GatewaySettings.SYNC_TIMEOUT)), address);
        String dns = settings.get(GatewaySettings.REGISTRY_DNS);
        if (dns.equals(SYSTEM)) {
            // Who runs a registry of his own is not overruled by the public zone.
            return address.equals(GatewaySettings.PUBLIC_REGISTRY) ? new DnsFirst(registry, "") : registry;
        }
        return dns.equals(NONE) ? registry : new DnsFirst(registry, dns);
    }
}
