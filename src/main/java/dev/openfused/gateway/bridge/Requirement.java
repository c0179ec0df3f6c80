package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.settings.Setting;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a kind asks of several settings together.
 *
 * @param text for people, the end of a sentence that begins with the bridge: {@code needs secret or token}
 * @param holds whether settings meet it
 */
public record Requirement(String text, Predicate<ResolvedSettings> holds) {
    /**
     * At least one of some settings is set.
     *
     * @param settings which
     * @return the requirement
     */
    public static Requirement anyOf(Setting<?>... settings) {
        return new Requirement(
                "needs " + Arrays.stream(settings).map(Setting::key).collect(Collectors.joining(" or ")),
                values -> Arrays.stream(settings).anyMatch(s -> values.has(s.key())));
    }

    /**
     * At most one of some settings is set.
     *
     * @param settings which
     * @return the requirement
     */
    public static Requirement atMostOneOf(Setting<?>... settings) {
        return new Requirement(
                "takes only one of " + Arrays.stream(settings).map(Setting::key).collect(Collectors.joining(" and ")),
                values ->
                        Arrays.stream(settings).filter(s -> values.has(s.key())).count() <= 1);
    }

    /**
     * A setting makes no sense without another.
     *
     * @param setting if this is set
     * @param other this is needed
     * @return the requirement
     */
    public static Requirement needs(Setting<?> setting, Setting<?> other) {
        return new Requirement(
                "has " + setting.key() + ", which needs " + other.key(),
                values -> !values.has(setting.key()) || values.has(other.key()));
    }
}
