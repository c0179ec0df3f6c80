package dev.openfused.gateway.camel.chat;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.ChatSettings;
import dev.openfused.gateway.bridge.SlackOut;
import dev.openfused.gateway.bridge.TelegramOut;
import dev.openfused.gateway.bridge.Templates;
import dev.openfused.gateway.channel.chat.ChatFormat;
import dev.openfused.gateway.channel.chat.ChatFormat.Texts;
import dev.openfused.gateway.channel.chat.DiscordFormat;
import dev.openfused.gateway.channel.chat.MattermostFormat;
import dev.openfused.gateway.channel.chat.SlackFormat;
import dev.openfused.gateway.channel.chat.TeamsFormat;
import dev.openfused.gateway.channel.chat.TelegramFormat;
import dev.openfused.gateway.settings.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One bridge's way into its chat.
 *
 * @param address where posts are sent; holds secrets, so it is read anew for each and never shown
 * @param token sent as bearer token, or null
 * @param format how posts look
 * @param answer what the chat's answers mean
 */
record ChatLine(Supplier<String> address, @Nullable Secret token, ChatFormat format, ChatAnswer answer) {

    static boolean leadsTo(Bridge bridge) {
        return bridge.kind().settings().contains(ChatSettings.TEXT);
    }

    static ChatLine of(Bridge bridge) {
        Texts texts = new Texts(
                bridge.get(ChatSettings.TEXT),
                Integer.parseInt(bridge.settings().text("max-length").orElseThrow()),
                Templates.of(bridge));
        return switch (bridge.kind().name()) {
            case "slack" -> slack(bridge, texts);
            case "telegram" -> telegram(bridge, texts);
            case "discord" -> {
                Secret url = bridge.get(ChatSettings.URL);
                yield new ChatLine(
                        () -> waiting(url.revealCurrent()), null, new DiscordFormat(texts), ChatAnswer.DISCORD);
            }
            case "teams" -> webhook(bridge, new TeamsFormat(texts));
            default -> webhook(bridge, new MattermostFormat(texts));
        };
    }

    private static ChatLine webhook(Bridge bridge, ChatFormat format) {
        return new ChatLine(bridge.get(ChatSettings.URL)::revealCurrent, null, format, ChatAnswer.BY_STATUS);
    }

    private static ChatLine slack(Bridge bridge, Texts texts) {
        Optional<Secret> webhook = bridge.find(SlackOut.URL);
        SlackFormat format =
                new SlackFormat(texts, bridge.find(SlackOut.CHANNEL).orElse(null));
        if (webhook.isPresent()) {
            return new ChatLine(webhook.get()::revealCurrent, null, format, ChatAnswer.BY_STATUS);
        }
        String method = under(bridge.get(SlackOut.API), "chat.postMessage");
        return new ChatLine(() -> method, bridge.find(SlackOut.TOKEN).orElseThrow(), format, ChatAnswer.SLACK);
    }

    private static ChatLine telegram(Bridge bridge, Texts texts) {
        URI api = bridge.get(TelegramOut.API);
        Secret token = bridge.get(TelegramOut.TOKEN);
        return new ChatLine(
                () -> under(api, "bot" + token.revealCurrent() + "/sendMessage"),
                null,
                new TelegramFormat(texts, bridge.get(TelegramOut.CHAT)),
                ChatAnswer.TELEGRAM);
    }

    private static String under(URI base, String path) {
        String address = base.toString();
        return (address.endsWith("/") ? address : address + '/') + path;
    }

    /** Asks Discord to answer with the message it made. */
    private static String waiting(String url) {
        return url + (url.contains("?") ? "&" : "?") + "wait=true";
    }

    /** For people; the rest of the address may be a secret. */
    String host() {
        return URI.create(address.get()).getHost();
    }
}
