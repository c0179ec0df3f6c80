package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.AddressTypes;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import java.net.URI;
import java.util.List;

/** {@code to=webhook}: each message as a signed HTTP POST. */
public final class WebhookOut {
    /** Where to post. */
    public static final Setting<URI> URL =
            Setting.required("url", AddressTypes.uri("https", "http"), "Where each message is posted to.");

    /** The signing secret. */
    public static final Setting<Secret> SECRET = Setting.optional(
            "secret",
            WebhookSecret.TYPE,
            "Key that calls are signed with (Standard Webhooks, HMAC-SHA256): whsec_ and Base64, or any text.");

    /** The bearer token. */
    public static final Setting<Secret> TOKEN = Setting.optional(
            "token", SecretTypes.secret(), "Sent as Authorization: Bearer, where the far end asks for one.");

    static final BridgeKind KIND = new BridgeKind(
            "webhook",
            Direction.OUT,
            "Posts each message as JSON to a URL, signed.",
            """
            The body is a JSON object: id, from, timestamp, text, verified, trusted, subscribed, relationship, encrypted, \
            fingerprint, badges. With a secret, calls are signed as Standard Webhooks lays down: webhook-id, \
            webhook-timestamp and webhook-signature. webhook-id and Idempotency-Key are the message's id, the same at each \
            try, so that the far end can drop what it already has.
            An answer 2xx is done; 3xx (redirects are not followed), 408, 425, 429, 5xx, a timeout and a broken connection \
            are retried, Retry-After honoured; any other answer is dead at once. Loopback and private addresses are refused \
            unless allowed; such a refusal is retried too, as names may resolve elsewhere and settings can be mended.""",
            HttpSettings.after(URL, SECRET, TOKEN),
            HttpSettings.REQUIREMENTS,
            List.of(
                    "openfuse.bridge.ops-hook.to=webhook",
                    "openfuse.bridge.ops-hook.accept=trusted or subscribed",
                    "openfuse.bridge.ops-hook.url=https://hooks.example.org/openfuse",
                    "openfuse.bridge.ops-hook.secret={{env:OPS_HOOK_SECRET}}"));

    private WebhookOut() {}
}
