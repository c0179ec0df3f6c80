package dev.openfused.gateway.bridge;

import dev.openfused.gateway.bridge.BridgeKind.Parameter;
import dev.openfused.gateway.settings.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The kinds of bridges that an operator's own route templates make. A template whose id ends in {@code -out} or {@code
 * -in} makes one; a file that has such a template holds templates only, as it is read each time it changes, and routes
 * are not.
 *
 * <p>A file that did not change gives the very same kinds, so that a new look at it touches no bridge. Not for several
 * threads.
 */
public final class OwnKinds {
    private static final int LARGEST = 1 << 20;
    private static final String TEMPLATE = "routeTemplate";
    private static final String NAME = "[a-z][a-z0-9-]{0,62}";
    private static final String PARAMETER = "[A-Za-z][A-Za-z0-9-]{0,62}";

    private final BridgeKinds shipped;
    private final Map<TemplateFile, List<BridgeKind>> known = new HashMap<>();

    /**
     * Nothing read yet.
     *
     * @param shipped whose names are taken
     */
    public OwnKinds(BridgeKinds shipped) {
        this.shipped = shipped;
    }

    /**
     * Looks at an installation's files.
     *
     * @param files those that are the operator's own, not shipped ones that were replaced
     * @param problems gets a line for each that can't be used
     * @return the shipped kinds and those of the files
     */
    public BridgeKinds read(List<Path> files, Problems problems) {
        Map<TemplateFile, List<BridgeKind>> now = new HashMap<>();
        List<BridgeKind> kinds = new ArrayList<>();
        Set<String> templates = new HashSet<>();
        for (Path path : files) {
            try {
                TemplateFile file = new TemplateFile(path, text(path));
                List<BridgeKind> there = known.containsKey(file) ? known.get(file) : kindsOf(file);
                for (BridgeKind kind : there) {
                    require(templates.add(kind.template()), kind.template() + " is in another file too");
                }
                now.put(file, there);
                kinds.addAll(there);
            } catch (IOException | YamlEngineException | IllegalArgumentException e) {
                problems.add(path + ": " + String.valueOf(e.getMessage()).strip());
            }
        }
        known.clear();
        known.putAll(now);
        return shipped.with(kinds);
    }

    private static String text(Path file) throws IOException {
        require(Files.size(file) <= LARGEST, "is larger than 1 MiB");
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private List<BridgeKind> kindsOf(TemplateFile file) {
        Object read = new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(file.yaml());
        if (!(read instanceof List<?> entries)) {
            return List.of();
        }
        List<BridgeKind> kinds = new ArrayList<>();
        boolean more = false;
        for (Object entry : entries) {
            Optional<BridgeKind> kind =
                    entry instanceof Map<?, ?> map && map.get(TEMPLATE) instanceof Map<?, ?> template
                            ? kindOf(template, file)
                            : Optional.empty();
            kind.ifPresent(kinds::add);
            more |= !(entry instanceof Map<?, ?> map && map.containsKey(TEMPLATE));
        }
        require(
                kinds.isEmpty() || !more,
                "holds a template for bridges, so it can't hold routes; put those into a file of their own");
        return kinds;
    }

    private Optional<BridgeKind> kindOf(Map<?, ?> template, TemplateFile file) {
        List<Parameter> parameters = new ArrayList<>();
        if (template.get("parameters") instanceof List<?> all) {
            all.forEach(each -> parameters.add(parameter(each)));
        }
        String id = text(template, "id", "");
        Optional<BridgeKind> kind =
                BridgeKind.ofTemplate(id, text(template, "description", "Made by " + file + '.'), parameters, file);
        kind.ifPresent(made -> {
            require(made.name().matches(NAME), "'" + id + "' can't name a kind: use a-z, 0-9 and '-'");
            require(
                    shipped.find(made.direction(), made.name()).isEmpty(),
                    id + " is a template that is shipped; to replace it, call the file " + made.shippedFile());
            require(
                    parameters.stream().anyMatch(p -> p.name().equals("bridge")),
                    id + " has no parameter 'bridge', which a bridge's route begins with");
        });
        return kind;
    }

    private static Parameter parameter(Object entry) {
        require(entry instanceof Map, "has a parameter without a name");
        Map<?, ?> parameter = (Map<?, ?>) entry;
        String name = text(parameter, "name", "");
        require(name.matches(PARAMETER), "has a parameter '" + name + "'; use letters, digits and '-'");
        @Nullable Object standard = parameter.get("defaultValue");
        return new Parameter(
                name,
                !"false".equals(text(parameter, "required", "true")),
                standard == null ? null : standard.toString(),
                text(parameter, "description", ""));
    }

    private static String text(Map<?, ?> yaml, String key, String otherwise) {
        Object value = yaml.get(key);
        return value == null ? otherwise : value.toString();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
