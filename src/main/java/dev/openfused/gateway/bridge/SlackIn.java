package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.util.List;

/** {@code from=slack}: what people write to an app in Slack becomes messages to agents. */
public final class SlackIn {
    /** The signing secret. */
    public static final Setting<Secret> SIGNING_SECRET = Setting.required(
            "signing-secret",
            SecretTypes.secret(),
            "The app's signing secret, as Slack shows it under Basic Information; every call is checked with it.");

    /** Whom to listen to. */
    public static final Setting<List<String>> SENDERS = Setting.optional(
            "senders",
            SettingType.listOf(SettingType.of("a member's id such as U0123456789", SlackIn::member)),
            "The members who may write, by id; left out, everybody who can reach the app.");

    static final BridgeKind KIND = new BridgeKind(
            "slack",
            Direction.IN,
            "Takes what people write in Slack at POST /hooks/NAME and seals it to agents.",
            """
            For an app's Event Subscriptions (message.channels, message.im or app_mention) and for a slash command: give both \
            the address https://HOST/hooks/NAME. Each call's signature is checked, and one signed more than five minutes ago \
            is refused. Slack repeats an event that it got no answer to; it counts once. What apps and bots write is passed \
            over, so that nothing goes round in circles.
            """ + RecordSettings.EXPLANATION,
            List.of(SIGNING_SECRET, SENDERS, RecordSettings.MAX_SIZE),
            List.of(),
            List.of(
                    "openfuse.bridge.from-slack.from=slack",
                    "openfuse.bridge.from-slack.signing-secret={{env:SLACK_SIGNING_SECRET}}",
                    "openfuse.bridge.from-slack.recipients=self"));

    private SlackIn() {}

    private static String member(String text) {
        if (!text.matches("[A-Z0-9]{2,32}")) {
            throw new IllegalArgumentException("is not a member's id such as U0123456789");
        }
        return text;
    }
}
