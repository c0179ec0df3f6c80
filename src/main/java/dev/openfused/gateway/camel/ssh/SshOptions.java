package dev.openfused.gateway.camel.ssh;

import dev.openfused.gateway.outbound.AddressGuard;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an installation connects.
 *
 * @param config its configuration file, or null for {@code ~/.ssh/config}
 * @param passphrase of encrypted private keys, or null
 * @param timeout for connecting, and for one file or listing
 * @param guard asked about hosts whose key is not known
 */
record SshOptions(@Nullable Path config, @Nullable Secret passphrase, Duration timeout, AddressGuard guard) {
    static SshOptions of(ResolvedSettings settings) {
        return new SshOptions(
                settings.find(GatewaySettings.SSH_CONFIG).orElse(null),
                settings.find(GatewaySettings.SSH_PASSPHRASE).orElse(null),
                settings.get(GatewaySettings.SYNC_TIMEOUT),
                AddressGuard.allowing(
                        settings.find(GatewaySettings.SYNC_ALLOW_PRIVATE).orElse(List.of()),
                        GatewaySettings.SYNC_ALLOW_PRIVATE.key()));
    }

    int millis() {
        return (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
    }
}
