package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.AddressTypes;
import dev.openfused.gateway.settings.AmountTypes;
import dev.openfused.gateway.settings.FileTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What every outward bridge has whose far end is called over HTTP. */
public final class HttpSettings {
    /** How long one call may take. */
    public static final Setting<Duration> TIMEOUT = Setting.optional(
                    "timeout",
                    AmountTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "How long the far end may take to connect or to answer.")
            .withDefault("10s");

    /** Certificate authority. */
    public static final Setting<Path> CA = Setting.optional(
            "ca",
            FileTypes.path(),
            "PEM file with the certificates to trust instead of the public ones, for a private CA.");

    /** Client certificate. */
    public static final Setting<Path> CLIENT_CERTIFICATE = Setting.optional(
            "client-certificate",
            FileTypes.path(),
            "PEM file with the certificate chain to show to the far end (mutual TLS).");

    /** Client key. */
    public static final Setting<Path> CLIENT_KEY =
            Setting.optional("client-key", FileTypes.path(), "PEM file (PKCS#8) with the key of client-certificate.");

    /** Proxy. */
    public static final Setting<URI> PROXY = Setting.optional(
            "proxy", AddressTypes.uri("http"), "HTTP proxy of this bridge; left out, openfuse.outbound.proxy.");

    /** Private networks. */
    public static final Setting<List<String>> ALLOW_PRIVATE = Setting.optional(
            "allow-private",
            SettingType.listOf(AddressTypes.hostOrNetwork()),
            "Hosts or private networks this bridge may call, besides openfuse.outbound.allow-private.");

    static final List<Requirement> REQUIREMENTS = List.of(
            Requirement.needs(CLIENT_CERTIFICATE, CLIENT_KEY), Requirement.needs(CLIENT_KEY, CLIENT_CERTIFICATE));

    private HttpSettings() {}

    /** A kind's own settings, then these. */
    static List<Setting<?>> after(Setting<?>... own) {
        List<Setting<?>> all = new ArrayList<>(List.of(own));
        all.addAll(List.of(TIMEOUT, CA, CLIENT_CERTIFICATE, CLIENT_KEY, PROXY, ALLOW_PRIVATE));
        return all;
    }
}
