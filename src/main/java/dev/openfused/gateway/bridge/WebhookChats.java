package dev.openfused.gateway.bridge;

import dev.openfused.gateway.channel.chat.DiscordFormat;
import dev.openfused.gateway.channel.chat.MattermostFormat;
import dev.openfused.gateway.channel.chat.TeamsFormat;
import java.util.List;
import java.util.Locale;

/**
 * The chats that take posts at a webhook of one channel and ask for nothing else: {@code to=mattermost}, {@code rocketchat},
 * {@code teams} and {@code discord}.
 */
final class WebhookChats {
    static final BridgeKind MATTERMOST = chat(
            "mattermost",
            "Mattermost",
            MattermostFormat.LONGEST,
            "A post begins with who spoke and how far to believe it; the sender's text is an attachment with a coloured bar.");

    static final BridgeKind ROCKET_CHAT = chat(
            "rocketchat",
            "Rocket.Chat",
            MattermostFormat.LONGEST,
            "A post begins with who spoke and how far to believe it; the sender's text is an attachment with a coloured bar.");

    static final BridgeKind TEAMS = chat("teams", "Microsoft Teams", TeamsFormat.LONGEST, """
            The webhook is one of Workflows ("Post to a channel when a webhook request is received"). Each message is an \
            Adaptive Card: who spoke and how far to believe it, then the sender's text in a box of its own.""");

    static final BridgeKind DISCORD = chat("discord", "Discord", DiscordFormat.LONGEST, """
            Each message is an embed: who spoke and how far to believe it as its author, the sender's text beside a coloured \
            bar.""");

    private WebhookChats() {}

    private static BridgeKind chat(String name, String people, int longest, String appearance) {
        return new BridgeKind(
                name,
                Direction.OUT,
                "Posts each message in " + people + ", by a webhook of one channel.",
                appearance + """
                 \
                Its colour says trusted (green), known (yellow) or unverified (red). Markdown is shown as the chat's own, \
                mentions call nobody. A long text goes in numbered posts; one that was sent is not sent again.
                429 (Retry-After honoured), 408, 425, 5xx, a timeout and a broken connection are retried; anything else, such \
                as 401 or 404, is dead at once. There is no idempotency key: a post whose answer was lost is sent twice.""",
                ChatSettings.after(longest, ChatSettings.URL),
                HttpSettings.REQUIREMENTS,
                List.of(
                        "openfuse.bridge.ops-" + name + ".to=" + name,
                        "openfuse.bridge.ops-" + name + ".accept=trusted or subscribed",
                        "openfuse.bridge.ops-" + name + ".url={{env:OPS_" + name.toUpperCase(Locale.ROOT) + "_URL}}"));
    }
}
