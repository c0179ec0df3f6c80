package dev.openfused.gateway.receive;

import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import org.jspecify.annotations.Nullable;

/**
 * The limits of message files in {@code inbox/}, by sender; null is unlimited.
 *
 * @param known of keys in the keyring, all together
 * @param strangers of all other keys together, and of files that nobody signed
 * @param sender of one key
 */
public record InboxLimits(
        @Nullable Integer known,
        @Nullable Integer strangers,
        @Nullable Integer sender) {
    /** Any number of anybody's. */
    public static final InboxLimits NONE = new InboxLimits(null, null, null);

    /** As the installation set it up. */
    static InboxLimits of(ResolvedSettings settings) {
        Integer known = settings.find(GatewaySettings.RECEIVE_INBOX_LIMIT).orElse(null);
        return new InboxLimits(
                known,
                settings.find(GatewaySettings.RECEIVE_UNKNOWN_LIMIT).orElse(known),
                settings.find(GatewaySettings.RECEIVE_SENDER_LIMIT).orElse(null));
    }
}
