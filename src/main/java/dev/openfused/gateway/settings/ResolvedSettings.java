package dev.openfused.gateway.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings with the values that hold, and where each came from. Immutable. Two are equal if all values are, secrets
 * included, wherever they came from.
 */
public final class ResolvedSettings {
    private final Map<String, Value> values;

    ResolvedSettings(Map<String, Value> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * One setting as it holds.
     *
     * @param setting which
     * @param value the typed value, or null if it is not set
     * @param text the value as typed, placeholders filled in; {@link Secret#MASK} for a secret; null if it is not set
     * @param origin where it came from
     */
    public record Value(
            Setting<?> setting,
            @Nullable Object value,
            @Nullable String text,
            SettingOrigin origin) {
        /**
         * The text for people: an address without its query, user, or tokens in its path.
         *
         * @return null if it is not set
         */
        public @Nullable String shown() {
            return text == null ? null : ShownAddress.of(text);
        }
    }

    /**
     * The value of a setting that always has one: required, or with a default.
     *
     * @param setting which
     * @param <T> what a value is
     * @return the value
     * @throws IllegalStateException if it is not set or not of these settings: a fault in the program
     */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting.key() + " has no value"));
    }

    /**
     * The value of a setting that may be left out.
     *
     * @param setting which
     * @param <T> what a value is
     * @return the value, or empty
     */
    @SuppressWarnings("unchecked") // a value was read by the parser of the setting with that key and type
    public <T> Optional<T> find(Setting<T> setting) {
        Value value = values.get(setting.key());
        if (value != null && !value.setting().type().equals(setting.type())) {
            throw new IllegalStateException(setting.key() + " is of another type here");
        }
        return value == null ? Optional.empty() : Optional.ofNullable((T) value.value());
    }

    /**
     * The text of a setting by its key, for those known only at run time (an operator's own route template).
     *
     * @param key its key
     * @return the text, {@link Secret#MASK} for a secret, or empty if not set
     */
    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(Value::text);
    }

    /**
     * A secret by its key.
     *
     * @param key its key
     * @return the secret, or empty if not set
     */
    public Optional<Secret> secret(String key) {
        return Optional.ofNullable(values.get(key))
                .map(Value::value)
                .filter(Secret.class::isInstance)
                .map(Secret.class::cast);
    }

    /**
     * A text in which somebody else may have quoted a secret, such as what an endpoint throws.
     *
     * @param text any
     * @return the same with {@link Secret#MASK} for each secret of these settings and for its parts
     */
    public String masked(String text) {
        String masked = text;
        for (Value value : values.values()) {
            if (value.value() instanceof Secret secret) {
                masked = secret.maskedIn(masked);
            }
        }
        return masked;
    }

    /**
     * Whether a setting has a value.
     *
     * @param key its key
     * @return true if it is set or has a default
     */
    public boolean has(String key) {
        return text(key).isPresent();
    }

    /**
     * What {@code openfuse config} shows: every setting of the catalogue in its order, those without a value too.
     *
     * @return values with their origin, secrets masked in {@link Value#text}
     */
    public List<Value> all() {
        return new ArrayList<>(values.values());
    }

    /**
     * The values as text, for property placeholders in routes. Secrets and settings without a value are left out.
     *
     * @return text by key
     */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (value.text() != null && !value.setting().secret()) {
                texts.put(key, value.text());
            }
        });
        return texts;
    }

    /**
     * The files that belong to these settings besides the one they stand in.
     *
     * @return where each is
     */
    public List<Path> files() {
        return values.values().stream()
                .map(Value::value)
                .filter(TextFile.class::isInstance)
                .map(file -> ((TextFile) file).path())
                .toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResolvedSettings that && comparable().equals(that.comparable());
    }

    @Override
    public int hashCode() {
        return comparable().hashCode();
    }

    private Map<String, Object> comparable() {
        Map<String, Object> comparable = new LinkedHashMap<>();
        values.forEach((key, value) -> comparable.put(
                key,
                value.value() instanceof Secret || value.value() instanceof TextFile
                        ? value.value()
                        : Objects.requireNonNullElse(value.text(), "")));
        return comparable;
    }

    @Override
    public String toString() {
        return texts().toString();
    }
}
