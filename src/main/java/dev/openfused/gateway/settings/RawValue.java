package dev.openfused.gateway.settings;

/**
 * A value as typed, placeholders unresolved. Never printed: it may hold a secret.
 *
 * @param text as typed, without white space around it
 * @param origin where it stands
 */
public record RawValue(String text, SettingOrigin origin) {
    @Override
    public String toString() {
        return "value from " + origin;
    }
}
