package dev.openfused.gateway.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads which stores a gateway serves: {@code openfuse.store}, the simple case, or those that {@code openfuse.stores} names,
 * each with its {@code openfuse.stores.NAME.KEY} settings.
 */
public final class ServedStores {
    /** A store's directory. */
    public static final Setting<Path> PATH = Setting.required(
            "path",
            FileTypes.path(),
            "The store's directory; serve makes it, for an agent of the store's name, if there is none.");

    /** Where a store answers. */
    public static final Setting<String> PREFIX = Setting.optional(
            "prefix",
            SettingType.of("a path of one name, such as /sales, or /", ServedStores::prefix),
            "What its paths begin with; left out, its name, or / if it has hosts of its own.");

    /** A store's own host names. */
    public static final Setting<List<String>> HOSTS = Setting.optional(
            "hosts",
            SettingType.listOf(SettingType.of("a host name", ServedStores::host)),
            "Host names it alone answers to.");

    /** The settings of each store, by short key. */
    public static final List<Setting<?>> KEYS = List.of(PATH, PREFIX, HOSTS);

    private ServedStores() {}

    /**
     * Reads them.
     *
     * @param resolver looks settings up
     * @param sources which keys are set
     * @param gateway the gateway's own settings
     * @param problems takes what is wrong
     * @return at least one; use them only if there were no problems
     */
    public static List<ServedStore> read(
            SettingsResolver resolver, SettingSources sources, ResolvedSettings gateway, Problems problems) {
        List<String> names = gateway.find(GatewaySettings.STORES).orElse(List.of());
        List<RawValue> several = resolver.find(GatewaySettings.STORES.key());
        if (names.isEmpty() && !several.isEmpty()) {
            return List.of(); // they can't be read, which was said
        }
        refuseUnknownKeys(sources, names, problems);
        if (names.isEmpty()) {
            return gateway.find(GatewaySettings.STORE)
                    .flatMap(path -> gateway.find(GatewaySettings.NAME)
                            .map(agent -> List.of(new ServedStore("", path, agent, "", Set.of()))))
                    .orElse(List.of());
        }
        resolver.find(GatewaySettings.STORE.key()).stream()
                .findFirst()
                .ifPresent(one -> problems.add(GatewaySettings.STORE.key() + " (" + one.origin() + ") and "
                        + GatewaySettings.STORES.key() + " (" + several.get(0).origin()
                        + ") are both set; keep one"));
        List<ServedStore> stores = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            ServedStore store = read(name, resolver.resolve(KEYS, GatewaySettings.STORES_PREFIX + name + '.'));
            if (store != null) {
                stores.add(store);
            }
        }
        refuseSharing(stores, problems);
        return stores;
    }

    private static @Nullable ServedStore read(String name, ResolvedSettings settings) {
        Set<String> hosts = settings.find(HOSTS).orElse(List.of()).stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        String prefix = settings.find(PREFIX).orElse(hosts.isEmpty() ? '/' + name : "");
        return settings.find(PATH)
                .map(path -> new ServedStore(name, path, name, prefix.equals("/") ? "" : prefix, hosts))
                .orElse(null);
    }

    private static void refuseUnknownKeys(SettingSources sources, List<String> names, Problems problems) {
        List<String> keys = KEYS.stream().map(Setting::key).toList();
        sources.keys().forEach((key, origin) -> {
            if (!key.startsWith(GatewaySettings.STORES_PREFIX)) {
                return;
            }
            String rest = key.substring(GatewaySettings.STORES_PREFIX.length());
            int dot = rest.lastIndexOf('.');
            String name = rest.substring(0, Math.max(0, dot));
            if (!names.contains(name)) {
                problems.add(key + " (" + origin + ") is of a store that " + GatewaySettings.STORES.key()
                        + " does not name" + Nearest.hint(name, names));
            } else if (!keys.contains(rest.substring(dot + 1))) {
                problems.add(key + " (" + origin + ") is no setting of a store"
                        + Nearest.hint(rest.substring(dot + 1), keys));
            }
        });
    }

    /** Two stores at one address, or in one directory, would each get what is the other's. */
    private static void refuseSharing(List<ServedStore> stores, Problems problems) {
        Map<Object, String> taken = new HashMap<>();
        for (ServedStore store : stores) {
            Set<String> hosts = store.hosts().isEmpty() ? Set.of("") : store.hosts();
            for (String host : hosts) {
                refuseTaken(taken, "the address " + host + store.prefix(), store, problems);
            }
            refuseTaken(taken, "the directory " + store.path().toAbsolutePath().normalize(), store, problems);
        }
    }

    private static void refuseTaken(Map<Object, String> taken, String what, ServedStore store, Problems problems) {
        String other = taken.putIfAbsent(what, store.name());
        if (other != null) {
            problems.add("stores " + other + " and " + store.name() + " both have " + what + "; give each its own");
        }
    }

    private static String prefix(String text) {
        if (!text.matches("/|/[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("is not a path of one name, such as /sales, or /");
        }
        return text;
    }

    private static String host(String text) {
        if (!text.matches("[A-Za-z0-9._:-]{1,253}")) {
            throw new IllegalArgumentException("is no host name");
        }
        return text;
    }
}
