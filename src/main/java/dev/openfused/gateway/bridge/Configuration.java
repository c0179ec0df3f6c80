package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.MissingLimits;
import dev.openfused.gateway.settings.Nearest;
import dev.openfused.gateway.settings.Problems;
import dev.openfused.gateway.settings.PropertiesFile;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.settings.ServedStore;
import dev.openfused.gateway.settings.ServedStores;
import dev.openfused.gateway.settings.SettingSources;
import dev.openfused.gateway.settings.SettingsException;
import dev.openfused.gateway.settings.SettingsResolver;
import dev.openfused.gateway.settings.StrayVariables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of an installation, checked as one: the gateway's settings, the bridges, and what is meant for
 * Camel.
 *
 * @param gateway the gateway's own settings
 * @param stores the stores that are served, at least one
 * @param bridges all bridges, those switched off too
 * @param kinds the kinds of bridges there are, the operator's own included
 * @param others keys that are not ours ({@code camel.*}, the installation's own), as typed
 * @param warnings what works but should not stay so, one line each, for the log
 */
public record Configuration(
        ResolvedSettings gateway,
        List<ServedStore> stores,
        List<Bridge> bridges,
        BridgeKinds kinds,
        Map<String, String> others,
        List<String> warnings) {
    /**
     * Copies the collections, so that a later edit of the file changes nothing here.
     *
     * @param gateway immutable already
     * @param stores as checked
     * @param bridges by name, as checked
     * @param kinds as found
     * @param others values may be secrets: never printed
     * @param warnings none holds a secret
     */
    public Configuration {
        stores = List.copyOf(stores);
        bridges = List.copyOf(bridges);
        others = Map.copyOf(others);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads everything.
     *
     * @param file the installation's {@code application.properties}, or null for none
     * @param commandLine values by full key
     * @param environment the process's variables
     * @param kinds finds the kinds of bridges there are
     * @return the configuration
     * @throws SettingsException all that is wrong, at once
     */
    public static Configuration read(
            @Nullable Path file, Map<String, String> commandLine, Map<String, String> environment, KindsFinder kinds)
            throws SettingsException {
        Problems problems = new Problems();
        PropertiesFile properties = file == null ? PropertiesFile.none() : PropertiesFile.read(file, problems);
        SettingSources sources = new SettingSources(commandLine, environment, properties, Path.of(""));
        SettingsResolver resolver = new SettingsResolver(sources, problems);
        ResolvedSettings gateway = GatewaySettings.resolve(resolver, sources, problems);
        List<ServedStore> stores = ServedStores.read(resolver, sources, gateway, problems);
        BridgeKinds found = kinds.find(gateway.find(GatewaySettings.ROUTES).orElse(Path.of("routes")), problems);
        List<Bridge> bridges = BridgeConfiguration.read(sources, found, resolver, problems);
        bridges.forEach(bridge -> requireStore(bridge, gateway, resolver, problems));
        problems.throwIfAny();

        Map<String, String> others = new LinkedHashMap<>();
        properties.values().forEach((key, value) -> {
            if (!key.startsWith(GatewaySettings.PREFIX)) {
                others.put(key, value.text());
            }
        });
        List<String> warnings = new ArrayList<>(resolver.warnings());
        warnings.addAll(StrayVariables.in(sources, resolver.variables()));
        warnings.addAll(MissingLimits.in(gateway));
        return new Configuration(gateway, stores, bridges, found, others, warnings);
    }

    /**
     * Reads everything, where the kinds are known beforehand.
     *
     * @param file the installation's {@code application.properties}, or null for none
     * @param commandLine values by full key
     * @param environment the process's variables
     * @param kinds the kinds of bridges there are
     * @return the configuration
     * @throws SettingsException all that is wrong, at once
     */
    public static Configuration read(
            @Nullable Path file, Map<String, String> commandLine, Map<String, String> environment, BridgeKinds kinds)
            throws SettingsException {
        return read(file, commandLine, environment, (routes, problems) -> kinds);
    }

    /** Among several stores a bridge says which is its own; with one only, there is nothing to say. */
    private static void requireStore(
            Bridge bridge, ResolvedSettings gateway, SettingsResolver resolver, Problems problems) {
        List<String> stores = gateway.find(GatewaySettings.STORES).orElse(List.of());
        String key = GatewaySettings.BRIDGE_PREFIX + bridge.name() + '.' + CommonSettings.STORE.key();
        String label = resolver.find(key).stream()
                .findFirst()
                .map(set -> key + " (" + set.origin() + ")")
                .orElse(key);
        if (!stores.isEmpty() && bridge.store().isEmpty()) {
            problems.add(label + " is missing: one of " + String.join(", ", stores));
        } else if (!stores.isEmpty() && !stores.contains(bridge.store())) {
            problems.add(label + ": '" + bridge.store() + "' is none of " + String.join(", ", stores)
                    + Nearest.hint(bridge.store(), stores));
        } else if (resolver.find(GatewaySettings.STORES.key()).isEmpty()
                && !bridge.store().isEmpty()) {
            problems.add(label + " is set, but " + GatewaySettings.STORES.key() + " names no stores");
        }
    }

    /**
     * The bridges of one store.
     *
     * @param store one of {@link #stores}
     * @return those that say so, or all if it is the only one
     */
    public List<Bridge> bridgesOf(ServedStore store) {
        return bridges.stream()
                .filter(bridge -> bridge.store().equals(store.name()))
                .toList();
    }

    /** Says how much there is; values stay out of logs. */
    @Override
    public String toString() {
        return bridges.size() + " bridges";
    }
}
