package dev.openfused.gateway.receive;

import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.GatewaySettings.UnknownSenders;
import dev.openfused.gateway.settings.Rate;
import dev.openfused.gateway.settings.ResolvedSettings;
import org.jspecify.annotations.Nullable;

/**
 * What the door puts up with.
 *
 * @param rate how often each key may post, or null for as often as it likes
 * @param inbox how many message files {@code inbox/} may hold
 * @param unknown what becomes of messages for whose sender nobody vouches
 * @param quarantine how many message files {@code inbox/.quarantine/} may hold
 */
public record ReceiveLimits(@Nullable Rate rate, InboxLimits inbox, UnknownSenders unknown, int quarantine) {
    /** Everybody, as often as they like. */
    public static final ReceiveLimits NONE =
            new ReceiveLimits(null, InboxLimits.NONE, UnknownSenders.ACCEPT, Integer.MAX_VALUE);

    /**
     * As the installation set it up.
     *
     * @param settings the gateway's
     * @return the same for the door
     */
    public static ReceiveLimits of(ResolvedSettings settings) {
        return new ReceiveLimits(
                settings.find(GatewaySettings.RECEIVE_RATE).orElse(null),
                InboxLimits.of(settings),
                settings.get(GatewaySettings.RECEIVE_UNKNOWN),
                settings.get(GatewaySettings.RECEIVE_QUARANTINE_LIMIT));
    }
}
