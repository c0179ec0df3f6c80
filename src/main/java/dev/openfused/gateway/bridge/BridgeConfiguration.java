package dev.openfused.gateway.bridge;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.Nearest;
import dev.openfused.gateway.settings.Problems;
import dev.openfused.gateway.settings.RawValue;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingOrigin;
import dev.openfused.gateway.settings.SettingSources;
import dev.openfused.gateway.settings.SettingsException;
import dev.openfused.gateway.settings.SettingsResolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code openfuse.bridge.NAME.KEY} settings into bridges. The part after the last dot is the key, so a name may hold
 * dots. A bridge exists once a flag or the settings file says something of it; the environment only overrides: {@code
 * OPENFUSE_BRIDGE_OPS_MAIL_PASSWORD} sets {@code openfuse.bridge.ops-mail.password}. Two bridges whose variables are
 * the same ({@code ops-mail}, {@code ops.mail}) are refused.
 */
public final class BridgeConfiguration {
    private final SettingSources sources;
    private final BridgeKinds kinds;
    private final SettingsResolver resolver;
    private final Problems problems;

    private BridgeConfiguration(
            SettingSources sources, BridgeKinds kinds, SettingsResolver resolver, Problems problems) {
        this.sources = sources;
        this.kinds = kinds;
        this.resolver = resolver;
        this.problems = problems;
    }

    /**
     * Reads all bridges.
     *
     * @param sources where the settings stand; keys of others are ignored
     * @param kinds the kinds there are
     * @return the bridges, by name
     * @throws SettingsException all that is wrong, at once
     */
    public static List<Bridge> parse(SettingSources sources, BridgeKinds kinds) throws SettingsException {
        Problems problems = new Problems();
        List<Bridge> bridges = read(sources, kinds, new SettingsResolver(sources, problems), problems);
        problems.throwIfAny();
        return bridges;
    }

    static List<Bridge> read(SettingSources sources, BridgeKinds kinds, SettingsResolver resolver, Problems problems) {
        return new BridgeConfiguration(sources, kinds, resolver, problems).read();
    }

    private List<Bridge> read() {
        Map<String, Map<String, SettingOrigin>> blocks = blocks();
        refuseSharedVariables(blocks.keySet());
        List<Bridge> bridges = new ArrayList<>();
        blocks.forEach((name, keys) -> {
            if (AgentName.isValid(name)) {
                read(new AgentName(name), keys).ifPresent(bridges::add);
            } else {
                problems.add(GatewaySettings.BRIDGE_PREFIX + name + " (" + first(keys) + "): '" + name
                        + "' can't name a bridge: 1-64 letters, digits, '.', '_' or '-', the first a letter or digit,"
                        + " no '..'");
            }
        });
        bridges.forEach(bridge -> refuseNobodyToTell(bridge, bridges));
        return List.copyOf(bridges);
    }

    private void refuseNobodyToTell(Bridge bridge, List<Bridge> all) {
        String told = bridge.direction() == Direction.OUT
                ? bridge.find(CommonSettings.ON_DEAD).orElse("")
                : "";
        boolean known = told.isEmpty()
                || all.stream()
                        .anyMatch(other -> other.direction() == Direction.OUT
                                && other.name().value().equals(told)
                                && !other.equals(bridge)
                                && other.store().equals(bridge.store()));
        if (!known) {
            problems.add(GatewaySettings.BRIDGE_PREFIX + bridge.name() + '.' + CommonSettings.ON_DEAD.key() + ": '"
                    + VisibleText.of(told) + "' is no other bridge of this store with to=");
        }
    }

    /** The keys that are set, by bridge. */
    private Map<String, Map<String, SettingOrigin>> blocks() {
        Map<String, Map<String, SettingOrigin>> blocks = new LinkedHashMap<>();
        sources.keys().forEach((key, origin) -> {
            if (key.startsWith(GatewaySettings.BRIDGE_PREFIX)) {
                String rest = key.substring(GatewaySettings.BRIDGE_PREFIX.length());
                int dot = rest.lastIndexOf('.');
                if (dot > 0) {
                    blocks.computeIfAbsent(rest.substring(0, dot), n -> new LinkedHashMap<>())
                            .put(rest.substring(dot + 1), origin);
                } else {
                    problems.add(key + " (" + origin + ") is no setting; write " + GatewaySettings.BRIDGE_PREFIX
                            + "NAME.KEY, such as " + GatewaySettings.BRIDGE_PREFIX + "ops-mail.to");
                }
            }
        });
        return blocks;
    }

    private void refuseSharedVariables(Set<String> names) {
        names.stream()
                .collect(Collectors.groupingBy(SettingSources::variableOf, LinkedHashMap::new, Collectors.toList()))
                .forEach((variable, same) -> {
                    if (same.size() > 1) {
                        problems.add("bridges " + String.join(" and ", same)
                                + " differ only in signs or capitals, so that OPENFUSE_BRIDGE_" + variable
                                + "_… would mean both; rename one");
                    }
                });
    }

    private Optional<Bridge> read(AgentName name, Map<String, SettingOrigin> keys) {
        String prefix = GatewaySettings.BRIDGE_PREFIX + name + '.';
        Optional<BridgeKind> kind = kindOf(prefix, keys);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        List<Setting<?>> catalogue = kind.get().allSettings();
        int before = problems.lines().size();
        refuseUnknown(prefix, kind.get(), catalogue, keys);
        ResolvedSettings settings = resolver.resolve(catalogue, prefix);
        // What settings ask of one another can only be judged once each is right by itself.
        if (problems.lines().size() == before) {
            kind.get().requirements().stream()
                    .filter(r -> !r.holds().test(settings))
                    .forEach(r -> problems.add(label(name, keys) + ' ' + r.text()));
            refuseWaitsTheWrongWayRound(name, keys, settings);
        }
        return problems.lines().size() == before
                ? Optional.of(new Bridge(name, kind.get(), settings))
                : Optional.empty();
    }

    private Optional<BridgeKind> kindOf(String prefix, Map<String, SettingOrigin> keys) {
        List<RawValue> to = resolver.find(prefix + Direction.OUT.key());
        List<RawValue> from = resolver.find(prefix + Direction.IN.key());
        if (to.isEmpty() == from.isEmpty()) {
            problems.add(prefix.substring(0, prefix.length() - 1) + " (" + first(keys) + ") needs "
                    + (from.isEmpty() ? "to= or from=, the kind of channel" : "only one of to= and from=")
                    + misspeltDirection(keys));
            return Optional.empty();
        }
        Direction direction = from.isEmpty() ? Direction.OUT : Direction.IN;
        List<RawValue> named = from.isEmpty() ? to : from;
        refuseUnknownKinds(prefix + direction.key(), direction, named);
        return kinds.find(direction, named.get(0).text());
    }

    private void refuseUnknownKinds(String key, Direction direction, List<RawValue> named) {
        named.stream()
                .filter(raw -> kinds.find(direction, raw.text()).isEmpty())
                .forEach(raw -> problems.add(
                        key + " (" + raw.origin() + "): '" + raw.text() + "' " + kinds.unknown(direction, raw.text())));
    }

    /** A hint, where a key that no kind knows looks like {@code to} or {@code from}. */
    private String misspeltDirection(Map<String, SettingOrigin> keys) {
        List<String> directions = List.of(Direction.OUT.key(), Direction.IN.key());
        Set<String> known = kinds.all().stream()
                .flatMap(k -> k.allSettings().stream())
                .map(Setting::key)
                .collect(Collectors.toSet());
        return keys.keySet().stream()
                .filter(k -> !known.contains(k) && !directions.contains(k))
                .flatMap(k -> Nearest.to(k, directions).map(d -> "; did you mean '" + d + "' by '" + k + "'?").stream())
                .findFirst()
                .orElse("");
    }

    private void refuseUnknown(
            String prefix, BridgeKind kind, List<Setting<?>> catalogue, Map<String, SettingOrigin> keys) {
        Set<String> known = new LinkedHashSet<>();
        known.add(kind.direction().key());
        for (Setting<?> setting : catalogue) {
            known.add(setting.key());
            if (setting.secret()) {
                known.add(setting.key() + "-file");
            }
        }
        keys.forEach((key, origin) -> {
            if (!known.contains(key)) {
                problems.add(prefix + key + " (" + origin + ") is no setting of a bridge with " + kind
                        + Nearest.hint(key, known));
            }
        });
    }

    private void refuseWaitsTheWrongWayRound(
            AgentName name, Map<String, SettingOrigin> keys, ResolvedSettings settings) {
        settings.find(CommonSettings.RETRY_FIRST).ifPresent(first -> {
            if (first.compareTo(settings.get(CommonSettings.RETRY_LONGEST)) > 0) {
                problems.add(label(name, keys) + " has a retry-first longer than its retry-longest");
            }
        });
    }

    private static String label(AgentName name, Map<String, SettingOrigin> keys) {
        return GatewaySettings.BRIDGE_PREFIX + name + " (" + first(keys) + ')';
    }

    private static SettingOrigin first(Map<String, SettingOrigin> keys) {
        return keys.values().iterator().next();
    }
}
