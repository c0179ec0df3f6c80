package dev.openfused.gateway.settings;

import dev.openfused.gateway.settings.SettingOrigin.Layer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where settings are looked up, in order of precedence: command line, environment, the installation's file. Immutable.
 *
 * <p>The variable of a key is the key in capitals with {@code .} and {@code -} as {@code _}: {@code
 * OPENFUSE_HTTP_BODY_LIMIT} sets {@code openfuse.http.body-limit}. An empty value counts as not set.
 */
public final class SettingSources {
    private final Map<String, String> commandLine;
    private final Map<String, String> environment;
    private final PropertiesFile file;
    private final Path workingDirectory;

    /**
     * Sources.
     *
     * @param commandLine values by full key, such as {@code openfuse.http.port}
     * @param environment the process's variables
     * @param file the installation's file
     * @param workingDirectory relative paths from flags, variables and defaults start here
     */
    public SettingSources(
            Map<String, String> commandLine,
            Map<String, String> environment,
            PropertiesFile file,
            Path workingDirectory) {
        this.commandLine = new LinkedHashMap<>(commandLine);
        this.environment = Map.copyOf(environment);
        this.file = file;
        this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
    }

    /**
     * The environment variable that sets a key.
     *
     * @param key a full key
     * @return its variable
     */
    public static String variableOf(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * The values of a key, one of each layer that has one.
     *
     * @param key a full key
     * @param variable the environment variable that sets it
     * @return the one that holds, then those that it overrides
     */
    List<RawValue> find(String key, String variable) {
        List<RawValue> found = new ArrayList<>();
        String flag = commandLine.get(key);
        if (flag != null && !flag.isBlank()) {
            found.add(new RawValue(
                    flag.strip(), new SettingOrigin(Layer.COMMAND_LINE, "command line", workingDirectory)));
        }
        String fromEnvironment = environment.get(variable);
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            found.add(new RawValue(
                    fromEnvironment.strip(),
                    new SettingOrigin(Layer.ENVIRONMENT, "environment, " + variable, workingDirectory)));
        }
        RawValue inFile = file.values().get(key);
        if (inFile != null && !inFile.text().isEmpty()) {
            found.add(inFile);
        }
        return found;
    }

    /**
     * The keys that flags and the file set, with where they do, to look for unknown ones.
     *
     * @return origins by key
     */
    public Map<String, SettingOrigin> keys() {
        Map<String, SettingOrigin> keys = new LinkedHashMap<>();
        file.values().forEach((key, value) -> keys.put(key, value.origin()));
        commandLine
                .keySet()
                .forEach(key -> keys.put(key, new SettingOrigin(Layer.COMMAND_LINE, "command line", workingDirectory)));
        return keys;
    }

    /**
     * The process's variables.
     *
     * @return values by name; never to be printed as a whole
     */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * The installation's file.
     *
     * @return the file as it was read
     */
    public PropertiesFile file() {
        return file;
    }

    SettingOrigin defaultOrigin() {
        return new SettingOrigin(Layer.DEFAULT, "default", workingDirectory);
    }
}
