package dev.openfused.gateway.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Environment variables that look like settings and are none: most likely mistyped. They are warned of and do not stop the
 * start, as others put variables into our environment too: {@code OPENFUSE_PORT=tcp://…} is what Docker and Kubernetes
 * make of a service named {@code openfuse}.
 */
public final class StrayVariables {
    private static final String PREFIX = "OPENFUSE_";

    /** Read by the launcher, the commands and the build, or by the original's tools on the same machine. */
    private static final Set<String> NO_SETTINGS = Set.of(
            "OPENFUSE_DIR",
            "OPENFUSE_HOME",
            "OPENFUSE_JAVA_OPTS",
            "OPENFUSE_NEWER_JDK",
            "OPENFUSE_REGISTRY",
            "OPENFUSE_TOKEN");

    private static final Pattern SERVICE = Pattern.compile(
            ".*_SERVICE_HOST|.*_SERVICE_PORT(_[A-Z0-9_]+)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?");

    private static final Pattern ADDRESS_OF_SERVICE = Pattern.compile("(tcp|udp|sctp)://.*");

    private StrayVariables() {}

    /**
     * Finds them.
     *
     * @param sources the environment, and the file whose placeholders may name more variables
     * @param settings the variables that are settings
     * @return one line each, without a value
     */
    public static List<String> in(SettingSources sources, Set<String> settings) {
        Set<String> known = new HashSet<>(NO_SETTINGS);
        known.addAll(settings);
        sources.file().values().values().forEach(raw -> known.addAll(Placeholders.variablesIn(raw.text())));
        List<String> meant =
                settings.stream().map(name -> name.substring(PREFIX.length())).toList();
        return new TreeMap<>(sources.environment())
                .entrySet().stream()
                        .filter(variable -> variable.getKey().startsWith(PREFIX))
                        .filter(variable -> !known.contains(variable.getKey()) && !isOfService(variable))
                        .map(variable -> line(variable.getKey(), meant))
                        .toList();
    }

    private static boolean isOfService(Map.Entry<String, String> variable) {
        return SERVICE.matcher(variable.getKey()).matches()
                || ADDRESS_OF_SERVICE.matcher(variable.getValue()).matches();
    }

    private static String line(String variable, List<String> meant) {
        return variable + " (environment) is no setting"
                + Nearest.to(variable.substring(PREFIX.length()), meant)
                        .map(near -> "; did you mean '" + PREFIX + near + "'?")
                        .orElse("; 'openfuse config' shows what can be set");
    }
}
