package dev.openfused.gateway.camel.ssh;

import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an installation connects.
 *
 * @param config its configuration file, or null for {@code ~/.ssh/config}
 * @param passphrase of encrypted private keys, or null
 * @param timeout for connecting, and for one file or listing
 */
record SshOptions(@Nullable Path config, @Nullable Secret passphrase, Duration timeout) {
    static SshOptions of(ResolvedSettings settings) {
        return new SshOptions(
                settings.find(GatewaySettings.SSH_CONFIG).orElse(null),
                settings.find(GatewaySettings.SSH_PASSPHRASE).orElse(null),
                settings.get(GatewaySettings.SYNC_TIMEOUT));
    }

    int millis() {
        return (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
    }
}
