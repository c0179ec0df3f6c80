package dev.openfused.gateway;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeConfiguration;
import dev.openfused.gateway.bridge.BridgeKinds;
import dev.openfused.gateway.settings.PropertiesFile;
import dev.openfused.gateway.settings.SettingSources;
import dev.openfused.gateway.settings.SettingsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bridges as an operator writes them, for tests. */
public final class TestBridges {
    private TestBridges() {}

    /** A webhook bridge; each setting is {@code key=value} under its name. */
    public static Bridge webhook(String name, String... settings) throws SettingsException {
        Map<String, String> flags = new LinkedHashMap<>();
        String prefix = "openfuse.bridge." + name + '.';
        flags.put(prefix + "to", "webhook");
        flags.put(prefix + "url", "https://hooks.example.org/" + name);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            flags.put(prefix + setting.substring(0, equals), setting.substring(equals + 1));
        }
        List<Bridge> bridges = BridgeConfiguration.parse(
                new SettingSources(flags, Map.of(), PropertiesFile.none(), Path.of("")), BridgeKinds.shipped());
        return bridges.get(0);
    }
}
