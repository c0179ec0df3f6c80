package dev.openfused.gateway.settings;

import org.jspecify.annotations.Nullable;

/**
 * One setting, as data: what validates it is what explains it.
 *
 * @param key its name: full ({@code openfuse.http.port}) for the gateway's, short ({@code server}) for a bridge's
 * @param type what a value may be
 * @param defaultText the value that holds when nobody says otherwise, as one would type it; null if there is none
 * @param unit what a number counts, such as {@code bytes}; null where the value says it itself
 * @param required whether it must be set; never together with a default
 * @param description one line for people: what it does and why one would change it
 * @param <T> what a value is
 */
public record Setting<T>(
        String key,
        SettingType<T> type,
        @Nullable String defaultText,
        @Nullable String unit,
        boolean required,
        String description) {

    /**
     * Refuses a required setting with a default: one of the two would be a lie.
     *
     * @param key what stands before {@code =}, without the prefix of a bridge
     * @param type also says whether values are secret
     * @param defaultText read by the type like a typed value
     * @param unit for whole numbers and sizes
     * @param required excludes a default
     * @param description one sentence
     * @throws IllegalArgumentException if it is required and has a default
     */
    public Setting {
        if (required && defaultText != null) {
            throw new IllegalArgumentException(key + " is required and has a default");
        }
    }

    /**
     * A setting that may be left out and has no default.
     *
     * @param key its name
     * @param type what a value may be
     * @param description one line for people
     * @param <T> what a value is
     * @return the setting
     */
    public static <T> Setting<T> optional(String key, SettingType<T> type, String description) {
        return new Setting<>(key, type, null, null, false, description);
    }

    /**
     * A setting that must be given.
     *
     * @param key its name
     * @param type what a value may be
     * @param description one line for people
     * @param <T> what a value is
     * @return the setting
     */
    public static <T> Setting<T> required(String key, SettingType<T> type, String description) {
        return new Setting<>(key, type, null, null, true, description);
    }

    /**
     * The same with a default.
     *
     * @param text as one would type it
     * @return the setting
     */
    public Setting<T> withDefault(String text) {
        return new Setting<>(key, type, text, unit, false, description);
    }

    /**
     * The same with a unit.
     *
     * @param counted what the number counts
     * @return the setting
     */
    public Setting<T> in(String counted) {
        return new Setting<>(key, type, defaultText, counted, required, description);
    }

    /**
     * Whether its value must never be shown.
     *
     * @return true for passwords, tokens and keys
     */
    public boolean secret() {
        return type.hidden();
    }
}
