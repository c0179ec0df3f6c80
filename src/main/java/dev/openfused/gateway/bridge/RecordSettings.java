package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.AmountTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.util.ArrayList;
import java.util.List;

/** What every inward bridge has that reads records: files, messages of brokers, whatever a Camel endpoint brings. */
public final class RecordSettings {
    /** What a record is. */
    public static final Setting<Format> FORMAT = Setting.optional(
                    "format",
                    SettingType.oneOf(Format.class),
                    "What a record is: text, or json ({\"text\": …, \"sender\": …}).")
            .withDefault("text");

    /** Largest record. */
    public static final Setting<Long> MAX_SIZE = Setting.optional(
                    "max-size", AmountTypes.size(1, 16L << 20), "Largest record; larger ones are refused.")
            .withDefault("256KiB")
            .in("bytes");

    /** What people are told of every such bridge. */
    static final String EXPLANATION = """
            Each record is signed with this bridge's own key, not the gateway's, so its reader decides how far to trust this \
            channel: openfuse bridge key NAME prints the key to import. The text that agents see begins with the channel, the \
            sender, if the record names one, and how that was proven, which the text can't imitate.""";

    private RecordSettings() {}

    /** What a record is. */
    public enum Format {
        /** The text itself, UTF-8. */
        TEXT,
        /** A JSON object. */
        JSON
    }

    /** A kind's own settings, then these. */
    static List<Setting<?>> after(Setting<?>... own) {
        List<Setting<?>> all = new ArrayList<>(List.of(own));
        all.addAll(List.of(FORMAT, MAX_SIZE));
        return all;
    }
}
