package dev.openfused.gateway.bridge;

import dev.openfused.gateway.channel.chat.ChatFormat.TextStyle;
import dev.openfused.gateway.settings.AddressTypes;
import dev.openfused.gateway.settings.AmountTypes;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.util.ArrayList;
import java.util.List;

/** What every outward bridge to a chat has. */
public final class ChatSettings {
    /** The webhook of a chat. */
    public static final Setting<Secret> URL = Setting.required(
            "url", secretAddress(), "The webhook's address, as the chat shows it; whoever has it can post.");

    /** How the sender's text is read. */
    public static final Setting<TextStyle> TEXT = Setting.optional(
                    "text",
                    SettingType.oneOf(TextStyle.class),
                    "markdown: shown in the chat's own markup. plain: as it is.")
            .withDefault("markdown");

    private static final int SHORTEST = 200;

    private ChatSettings() {}

    /** An address that is a secret. */
    static SettingType<Secret> secretAddress() {
        SettingType<?> address = AddressTypes.uri("https", "http");
        return SecretTypes.secret(address.toString(), address::accepts);
    }

    /** How long a post may be, in a chat that takes so much. */
    static Setting<Integer> maxLength(int longest) {
        return Setting.optional(
                        "max-length",
                        AmountTypes.integer(SHORTEST, longest),
                        "Longest text of a post; longer messages go in several numbered ones.")
                .withDefault(String.valueOf(longest))
                .in("characters");
    }

    /** A kind's own settings, then those of all chats. */
    static List<Setting<?>> after(int longest, Setting<?>... own) {
        List<Setting<?>> all = new ArrayList<>(List.of(own));
        all.add(TEXT);
        all.add(Templates.TEMPLATE);
        all.add(maxLength(longest));
        all.addAll(HttpSettings.after());
        return all;
    }
}
