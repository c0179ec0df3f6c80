package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.AmountTypes;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.util.List;

/** {@code from=webhook}: what is posted to {@code /hooks/{bridge}} becomes a message. */
public final class WebhookIn {
    /** The signing secret. */
    public static final Setting<Secret> SECRET = Setting.optional(
            "secret",
            WebhookSecret.TYPE,
            "Key that callers sign with (Standard Webhooks, HMAC-SHA256): whsec_ and Base64, or any text.");

    /** The bearer token. */
    public static final Setting<Secret> TOKEN = Setting.optional(
            "token", SecretTypes.secret(), "Bearer token of callers that can't sign; compared in constant time.");

    /** What the body is. */
    public static final Setting<Format> FORMAT = Setting.optional(
                    "format",
                    SettingType.oneOf(Format.class),
                    "What the body is: json ({\"text\": …, \"sender\": …}), text, or auto by its Content-Type.")
            .withDefault("auto");

    /** Largest body. */
    public static final Setting<Long> MAX_SIZE = Setting.optional(
                    "max-size", AmountTypes.size(1, 16L << 20), "Largest body; openfuse.http.body-limit holds besides.")
            .withDefault("256KiB")
            .in("bytes");

    static final BridgeKind KIND = new BridgeKind(
            "webhook",
            Direction.IN,
            "Takes POST /hooks/NAME and seals each call to agents.",
            """
            Callers prove themselves with a bearer token or sign as Standard Webhooks lays down (then replays are refused and \
            a call with a known webhook-id counts once). The message is signed with this bridge's own key, not the gateway's, \
            so its reader decides how far to trust this channel: openfuse bridge key NAME prints the key to import. The text \
            that agents see begins with the channel, the sender and how that sender was authenticated, which the sender's \
            text can't imitate.""",
            List.of(SECRET, TOKEN, FORMAT, MAX_SIZE),
            List.of(Requirement.anyOf(SECRET, TOKEN)),
            List.of(
                    "openfuse.bridge.alerts.from=webhook",
                    "openfuse.bridge.alerts.token={{env:ALERTS_TOKEN}}",
                    "openfuse.bridge.alerts.recipients=alice, self"));

    private WebhookIn() {}

    /** What the body of a call is. */
    public enum Format {
        /** By its Content-Type: JSON if that says so, else text. */
        AUTO,
        /** A JSON object. */
        JSON,
        /** The text itself, UTF-8. */
        TEXT
    }
}
