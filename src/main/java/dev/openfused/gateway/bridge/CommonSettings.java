package dev.openfused.gateway.bridge;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.queue.Order;
import dev.openfused.gateway.settings.AmountTypes;
import dev.openfused.gateway.settings.Rate;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** The settings that every bridge of a direction has, whatever its kind. */
public final class CommonSettings {
    /** Whether the bridge runs. */
    public static final Setting<Boolean> ENABLED = Setting.optional(
                    "enabled", SettingType.bool(), "false switches the bridge off and keeps what waits for it.")
            .withDefault("true");

    /** Whose messages it carries. */
    public static final Setting<String> STORE = Setting.optional(
            "store", SettingType.text(), "Which store it belongs to, where openfuse.stores names several.");

    /** Which messages go out. */
    public static final Setting<Accept> ACCEPT = Setting.optional(
                    "accept",
                    SettingType.of("a condition such as 'trusted or subscribed'", Accept::parse),
                    "Which messages go out: verified, trusted, subscribed, internal, external, sealed, from:NAME, any, with and, or, not.")
            .withDefault("trusted or subscribed");

    /** What goes out. */
    public static final Setting<Source> SOURCE = Setting.optional(
                    "source",
                    SettingType.oneOf(Source.class),
                    "What goes out: inbox, what others sent to us; broadcasts, what we broadcast; shared, files in shared/; workspace, files in _broadcast/ and messages/.")
            .withDefault("inbox");

    /** What holds back later deliveries. */
    public static final Setting<Order> ORDER = Setting.optional(
                    "order",
                    SettingType.oneOf(Order.class),
                    "What a message that is retried holds back: later ones of its sender, none, or all.")
            .withDefault("sender");

    /** Where to start. */
    public static final Setting<Since> SINCE = Setting.optional(
                    "since",
                    SettingType.of("now, all, a date or an RFC 3339 time", Since::parse),
                    "Which older messages a new bridge carries: none (now), all, or those sent since a date or time.")
            .withDefault("now");

    /** How often a delivery is tried. */
    public static final Setting<Integer> RETRIES = Setting.optional(
                    "retries",
                    AmountTypes.integer(0, 100_000),
                    "How often a delivery is tried again before it is dead; 0 never, the default for about two days.")
            .withDefault("100");

    /** First wait. */
    public static final Setting<Duration> RETRY_FIRST = Setting.optional(
                    "retry-first",
                    AmountTypes.duration(Duration.ofMillis(10), Duration.ofDays(1)),
                    "Wait before the first retry; doubled each time.")
            .withDefault("1s");

    /** Longest wait. */
    public static final Setting<Duration> RETRY_LONGEST = Setting.optional(
                    "retry-longest",
                    AmountTypes.duration(Duration.ofMillis(10), Duration.ofDays(7)),
                    "Longest wait between two tries.")
            .withDefault("30m");

    /** How fast. */
    public static final Setting<Rate> RATE = Setting.optional(
            "rate",
            AmountTypes.rate(),
            "How many tries to send within a time, such as 20/m; what is more waits in the queue. Left out, as fast as it goes.");

    /** When nothing is sent. */
    public static final Setting<QuietHours> QUIET_HOURS = Setting.optional(
            "quiet-hours",
            SettingType.of("times of the week such as 22:00-07:00 or Sat-Sun 00:00-24:00", QuietHours::parse),
            "When nothing is sent, such as 22:00-07:00, Sat-Sun 00:00-24:00; what comes then waits in the queue.");

    /** Whose clocks say when. */
    public static final Setting<ZoneId> TIME_ZONE = Setting.optional(
            "time-zone",
            SettingType.of("a time zone such as Europe/Berlin", CommonSettings::zone),
            "The time zone of quiet-hours, such as Europe/Berlin; left out, this machine's.");

    /** Who is told. */
    public static final Setting<String> ON_DEAD = Setting.optional(
            "on-dead",
            SettingType.text(),
            "Another bridge, which then tells people that deliveries of this one are dead; at most once in ten minutes.");

    /** Who gets what comes in. */
    public static final Setting<List<String>> RECIPIENTS = Setting.required(
            "recipients",
            SettingType.listOf(
                    SettingType.of("an agent's name, name:FINGERPRINT, self or broadcast", CommonSettings::recipient)),
            "Who gets what comes in: agents by name, self for the gateway's own inbox, broadcast for all trusted or subscribed.");

    /** How often a sender may write. */
    public static final Setting<Rate> SENDER_RATE = Setting.optional(
            "sender-rate",
            AmountTypes.rate(),
            "How many messages of one sender come in within a time, such as 20/h; more have to wait, calls are answered 429. Left out, any.");

    private static final List<Setting<?>> OUT = List.of(
            ENABLED,
            STORE,
            SOURCE,
            ACCEPT,
            ORDER,
            SINCE,
            RETRIES,
            RETRY_FIRST,
            RETRY_LONGEST,
            ON_DEAD,
            RATE,
            QUIET_HOURS,
            TIME_ZONE);
    private static final List<Setting<?>> IN = List.of(ENABLED, STORE, RECIPIENTS, SENDER_RATE);

    private CommonSettings() {}

    /**
     * The common settings of a direction.
     *
     * @param direction which way
     * @return in the order they are explained in
     */
    public static List<Setting<?>> of(Direction direction) {
        return direction == Direction.OUT ? OUT : IN;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is not a time zone such as Europe/Berlin or UTC", e);
        }
    }

    private static String recipient(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String prefix = colon < 0 ? "0000" : text.substring(colon + 1);
        if (!AgentName.isValid(name) || !prefix.matches("[0-9A-Fa-f]{4,16}")) {
            throw new IllegalArgumentException(
                    "is neither an agent's name, name:FINGERPRINT (4-16 hex digits), self nor broadcast");
        }
        return text;
    }
}
