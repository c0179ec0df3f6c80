package dev.openfused.gateway.bridge;

import dev.openfused.gateway.channel.chat.TelegramFormat;
import dev.openfused.gateway.settings.AddressTypes;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.net.URI;
import java.util.List;

/** {@code to=telegram}: each message as a post by a bot. */
public final class TelegramOut {
    /** The bot. */
    public static final Setting<Secret> TOKEN = Setting.required(
            "token",
            SecretTypes.secret("a bot token such as 123456:ABC-DEF", text -> text.matches("\\d+:[A-Za-z0-9_-]+")),
            "The bot's token, from @BotFather.");

    /** Where the bot posts. */
    public static final Setting<String> CHAT = Setting.required(
            "chat",
            SettingType.of("a chat's number or @channel", TelegramOut::chat),
            "Where to post: the chat's number, or @ and the name of a public channel.");

    /** The Bot API. */
    public static final Setting<URI> API = Setting.optional(
                    "api", AddressTypes.uri("https", "http"), "Where the Bot API is; people run their own.")
            .withDefault("https://api.telegram.org");

    static final BridgeKind KIND = new BridgeKind(
            "telegram",
            Direction.OUT,
            "Posts each message in a Telegram chat, as a bot.",
            """
            A post begins with who spoke and how far to believe it; the sender's text is a quotation. Its Markdown is shown as \
            Telegram's, mentions call nobody, addresses show no preview. A long text goes in numbered posts, replies to the \
            first; one that was sent is not sent again.
            429 (its retry_after honoured), 408, 425, 5xx, a timeout and a broken connection are retried; anything else, such \
            as 401 or 403, is dead at once. There is no idempotency key: a post whose answer was lost is sent twice.""",
            ChatSettings.after(TelegramFormat.LONGEST, TOKEN, CHAT, API),
            HttpSettings.REQUIREMENTS,
            List.of(
                    "openfuse.bridge.ops-telegram.to=telegram",
                    "openfuse.bridge.ops-telegram.accept=trusted",
                    "openfuse.bridge.ops-telegram.token={{env:OPS_TELEGRAM_TOKEN}}",
                    "openfuse.bridge.ops-telegram.chat=-1001234567890"));

    private TelegramOut() {}

    private static String chat(String text) {
        if (!text.matches("-?\\d{1,20}|@[A-Za-z][A-Za-z0-9_]{3,}")) {
            throw new IllegalArgumentException("is neither a chat's number such as -1001234567890 nor @channel");
        }
        return text;
    }
}
