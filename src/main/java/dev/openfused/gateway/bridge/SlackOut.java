package dev.openfused.gateway.bridge;

import dev.openfused.gateway.channel.chat.SlackFormat;
import dev.openfused.gateway.settings.AddressTypes;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** {@code to=slack}: each message as a post in Slack. */
public final class SlackOut {
    /** The incoming webhook. */
    public static final Setting<Secret> URL = Setting.optional(
            "url",
            ChatSettings.secretAddress(),
            "The address of an incoming webhook, as Slack shows it; whoever has it can post.");

    /** The bot. */
    public static final Setting<Secret> TOKEN = Setting.optional(
            "token",
            SecretTypes.secret(),
            "A bot token (xoxb-…, scope chat:write) instead of url; then long messages are threads.");

    /** Where the bot posts. */
    public static final Setting<String> CHANNEL =
            Setting.optional("channel", SettingType.text(), "With token: the channel's id, such as C0123456789.");

    /** Slack's methods. */
    public static final Setting<URI> API = Setting.optional(
                    "api", AddressTypes.uri("https", "http"), "With token: where Slack's Web API is.")
            .withDefault("https://slack.com/api");

    /** The longest text of a post. */
    public static final Setting<Integer> MAX_LENGTH = ChatSettings.maxLength(SlackFormat.LONGEST);

    static final BridgeKind KIND = new BridgeKind(
            "slack",
            Direction.OUT,
            "Posts each message in Slack, by an incoming webhook or as a bot.",
            """
            A post begins with who spoke and how far to believe it. The sender's text stands under it beside a coloured bar \
            (green trusted, yellow known, red unverified), which no text can draw; its Markdown is shown as Slack's, with \
            every mention disarmed. A long text goes in numbered posts; one that was sent is not sent again. With a bot token \
            they are replies to the first.
            429 (Retry-After honoured), 408, 425, 5xx, ratelimited, internal_error and the like, a timeout and a broken \
            connection are retried; anything else, such as invalid_auth or channel_not_found, is dead at once. Slack has no \
            idempotency key: a post whose answer was lost is sent twice.""",
            ChatSettings.after(SlackFormat.LONGEST, URL, TOKEN, CHANNEL, API),
            requirements(),
            List.of(
                    "openfuse.bridge.ops-slack.to=slack",
                    "openfuse.bridge.ops-slack.accept=trusted or subscribed",
                    "openfuse.bridge.ops-slack.url={{env:OPS_SLACK_URL}}"));

    private SlackOut() {}

    private static List<Requirement> requirements() {
        List<Requirement> all = new ArrayList<>(List.of(
                Requirement.anyOf(URL, TOKEN),
                Requirement.atMostOneOf(URL, TOKEN),
                Requirement.needs(TOKEN, CHANNEL),
                Requirement.needs(CHANNEL, TOKEN)));
        all.addAll(HttpSettings.REQUIREMENTS);
        return all;
    }
}
