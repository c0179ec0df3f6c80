package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind of bridge, as data: what validates a bridge's settings is what explains them.
 *
 * @param name what {@code to=} or {@code from=} says
 * @param direction which way it carries
 * @param summary one line for people
 * @param explanation a few sentences for people: what arrives, what it is safe against, what to mind
 * @param settings its own settings, besides {@link CommonSettings}
 * @param requirements what it asks of several settings together
 * @param example lines for {@code application.properties} that work once the values fit
 * @param source the operator's own file that its route template is in; null for a shipped kind
 */
public record BridgeKind(
        String name,
        Direction direction,
        String summary,
        String explanation,
        List<Setting<?>> settings,
        List<Requirement> requirements,
        List<String> example,
        @Nullable TemplateFile source) {
    /** What the gateway fills in for every outward bridge. */
    private static final Set<String> FILLED_IN = Set.of("bridge", "order", "attempts", "retry-first", "retry-longest");

    /**
     * Copies the lists.
     *
     * @param name found by it together with the direction
     * @param direction decides which common settings it has too
     * @param summary for lists of kinds
     * @param explanation for who sets one up
     * @param settings copied
     * @param requirements copied
     * @param example copied
     * @param source as it was read
     */
    public BridgeKind {
        settings = List.copyOf(settings);
        requirements = List.copyOf(requirements);
        example = List.copyOf(example);
    }

    /** A shipped kind. */
    BridgeKind(
            String name,
            Direction direction,
            String summary,
            String explanation,
            List<Setting<?>> settings,
            List<Requirement> requirements,
            List<String> example) {
        this(name, direction, summary, explanation, settings, requirements, example, null);
    }

    /**
     * A parameter of an operator's own route template.
     *
     * @param name its name, {@code [a-z][A-Za-z0-9-]*}
     * @param required whether it must be given
     * @param defaultValue what holds otherwise, or null
     * @param description for people, may be empty
     */
    public record Parameter(
            String name, boolean required, @Nullable String defaultValue, String description) {}

    /**
     * The kind that an operator's own route template makes: {@code pager-out} is {@code to=pager}, {@code pager-in} is
     * {@code from=pager}. Its parameters become the kind's settings, as text; those whose name ends in {@code password},
     * {@code secret} or {@code token} are secrets. The parameters {@code bridge}, {@code order}, {@code attempts}, {@code
     * retry-first} and {@code retry-longest} are the gateway's to fill in.
     *
     * @param templateId the route template's id
     * @param description the route template's description
     * @param parameters its parameters
     * @param source the file it is in
     * @return the kind, or empty if the id says no direction
     */
    public static Optional<BridgeKind> ofTemplate(
            String templateId, String description, List<Parameter> parameters, TemplateFile source) {
        Direction direction;
        if (templateId.endsWith("-out")) {
            direction = Direction.OUT;
        } else if (templateId.endsWith("-in")) {
            direction = Direction.IN;
        } else {
            return Optional.empty();
        }
        String name = templateId.substring(0, templateId.length() - (direction == Direction.OUT ? 4 : 3));
        List<Setting<?>> settings = new ArrayList<>();
        List<String> example = new ArrayList<>(List.of("openfuse.bridge.NAME." + direction.key() + '=' + name));
        for (Parameter parameter : parameters) {
            boolean common =
                    CommonSettings.of(direction).stream().anyMatch(s -> s.key().equals(parameter.name()));
            if (!FILLED_IN.contains(parameter.name()) && !common) {
                settings.add(settingOf(parameter));
                if (parameter.required()) {
                    example.add("openfuse.bridge.NAME." + parameter.name() + "=…");
                }
            }
        }
        return Optional.of(new BridgeKind(
                name,
                direction,
                description,
                "Made by the route template " + templateId + " in " + source + '.',
                settings,
                List.of(),
                example,
                source));
    }

    private static Setting<?> settingOf(Parameter parameter) {
        String name = parameter.name().toLowerCase(Locale.ROOT);
        boolean secret = name.endsWith("password") || name.endsWith("secret") || name.endsWith("token");
        boolean required = parameter.required() && parameter.defaultValue() == null;
        SettingType<?> type = secret ? SecretTypes.secret() : SettingType.text();
        return new Setting<>(parameter.name(), type, parameter.defaultValue(), null, required, parameter.description());
    }

    /**
     * The route template that makes a bridge's route.
     *
     * @return {@code {name}-out} or {@code {name}-in}
     */
    public String template() {
        return name + (direction == Direction.OUT ? "-out" : "-in");
    }

    /**
     * The file that its route template is in, if that is shipped.
     *
     * @return its name in {@code routes/}
     */
    public String shippedFile() {
        return name + (direction == Direction.OUT ? "" : "-in") + ".yaml";
    }

    /**
     * Every setting of a bridge of this kind.
     *
     * @return its own settings, then the common ones
     */
    public List<Setting<?>> allSettings() {
        List<Setting<?>> all = new ArrayList<>(settings);
        all.addAll(CommonSettings.of(direction));
        return all;
    }

    @Override
    public String toString() {
        return direction.key() + '=' + name;
    }
}
