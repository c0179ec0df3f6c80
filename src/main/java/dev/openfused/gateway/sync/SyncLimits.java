package dev.openfused.gateway.sync;

import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import java.time.Duration;

/**
 * What is put up with from one peer.
 *
 * @param files how many are kept of it
 * @param file the largest, in bytes
 * @param total all together, in bytes
 * @param recheck how often a file is asked for again that seems the same, where the peer has no versions
 * @param memory how long ids of messages are remembered at least
 */
public record SyncLimits(int files, long file, long total, Duration recheck, Duration memory) {
    /**
     * As the installation set it up.
     *
     * @param settings the gateway's
     * @return the same for a sync
     */
    public static SyncLimits of(ResolvedSettings settings) {
        return new SyncLimits(
                settings.get(GatewaySettings.SYNC_FILES),
                settings.get(GatewaySettings.SYNC_LARGEST_FILE),
                settings.get(GatewaySettings.SYNC_SIZE),
                settings.get(GatewaySettings.SYNC_RECHECK),
                QueueOptions.DEFAULT.replayWindow());
    }
}
