package dev.openfused.gateway.settings;

import dev.openfused.gateway.settings.SettingOrigin.Layer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks each setting of a catalogue up in the sources, reads its value, and collects what is wrong: with the value that
 * holds, and with those that it overrides, which would hold as soon as it is taken away.
 */
public final class SettingsResolver {
    private static final String FILE_KEY = "-file";

    private final SettingSources sources;
    private final Problems problems;
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> variables = new TreeSet<>();

    /**
     * A resolver.
     *
     * @param sources where to look
     * @param problems takes what is wrong
     */
    public SettingsResolver(SettingSources sources, Problems problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /**
     * Reads all settings of a catalogue. One with a faulty value is left without value, so that the rest can be looked
     * at: use the result only if there were no problems.
     *
     * @param catalogue the settings
     * @param prefix what stands before their keys in the sources, such as {@code openfuse.bridge.ops.}; may be empty
     * @return the values
     */
    public ResolvedSettings resolve(List<Setting<?>> catalogue, String prefix) {
        Map<String, ResolvedSettings.Value> values = new LinkedHashMap<>();
        for (Setting<?> setting : catalogue) {
            values.put(setting.key(), resolve(setting, prefix + setting.key()));
        }
        return new ResolvedSettings(values);
    }

    /**
     * The values of a key as typed.
     *
     * @param key a full key
     * @return the one that holds, then those that it overrides
     */
    public List<RawValue> find(String key) {
        return find(key, SettingSources.variableOf(key));
    }

    private List<RawValue> find(String key, String variable) {
        variables.add(variable);
        return sources.find(key, variable);
    }

    /**
     * What works but should not stay so, for the log.
     *
     * @return one line each
     */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * The environment variables that were asked for, set or not.
     *
     * @return the names of all variables that are settings
     */
    public Set<String> variables() {
        return Set.copyOf(variables);
    }

    /** A value under the key that it was typed under: a setting's own, or the one of a secret's file. */
    private record Typed(String key, RawValue raw, boolean names) {
        Layer layer() {
            return raw.origin().layer();
        }

        /** How a line about it begins. */
        String label() {
            return key + " (" + raw.origin() + ")";
        }
    }

    private ResolvedSettings.Value resolve(Setting<?> setting, String key) {
        List<Typed> typed = typed(setting, key);
        if (areTwoInOneLayer(typed)) {
            return unset(setting);
        }
        for (Typed each : typed) {
            warnIfWrittenOut(setting, each);
        }
        typed.stream().skip(1).forEach(overridden -> checkOverridden(setting, overridden));
        if (!typed.isEmpty()) {
            return read(setting, typed.get(0));
        }
        if (setting.defaultText() != null) {
            return read(setting, new Typed(key, new RawValue(setting.defaultText(), sources.defaultOrigin()), false));
        }
        if (setting.required()) {
            problems.add(key + " is missing: " + setting.type() + " (" + setting.description() + ")");
        }
        return unset(setting);
    }

    /** What was typed for a setting, the strongest first. */
    private List<Typed> typed(Setting<?> setting, String key) {
        List<Typed> typed = new ArrayList<>();
        find(key).forEach(raw -> typed.add(new Typed(key, raw, false)));
        if (setting.secret()) {
            find(key + FILE_KEY).forEach(raw -> typed.add(new Typed(key + FILE_KEY, raw, true)));
        }
        typed.sort(Comparator.comparing(Typed::layer));
        return typed;
    }

    private boolean areTwoInOneLayer(List<Typed> typed) {
        boolean found = false;
        for (int i = 1; i < typed.size(); i++) {
            Typed own = typed.get(i - 1);
            Typed inFile = typed.get(i);
            if (own.layer() == inFile.layer()) {
                problems.add(own.key() + " and " + inFile.label() + " are both set; keep one");
                found = true;
            }
        }
        return found;
    }

    private void warnIfWrittenOut(Setting<?> setting, Typed typed) {
        if (setting.secret()
                && !typed.names()
                && typed.layer() == Layer.FILE
                && !Placeholders.in(typed.raw().text())
                && !setting.type().harmless().test(typed.raw().text())) {
            warnings.add(typed.label() + " is written out; {{env:NAME}} or " + typed.key() + FILE_KEY
                    + " keeps it out of copies of that file");
        }
    }

    private ResolvedSettings.Value unset(Setting<?> setting) {
        return new ResolvedSettings.Value(setting, null, null, sources.defaultOrigin());
    }

    private ResolvedSettings.Value read(Setting<?> setting, Typed typed) {
        try {
            String text = filled(typed);
            return typed.names() ? secretOf(setting, typed, text) : valueOf(setting, typed, text);
        } catch (IllegalArgumentException e) {
            problems.add(typed.label() + ' ' + e.getMessage());
            return unset(setting);
        }
    }

    /**
     * Judges a value that does not hold by what is written. That a file or variable it names is missing here is no
     * mistake: it may be why it was overridden.
     */
    private void checkOverridden(Setting<?> setting, Typed typed) {
        try {
            String text = filled(typed);
            if (!typed.names()) {
                valueOf(setting, typed, text);
            }
        } catch (Placeholders.MissingException e) {
            return;
        } catch (IllegalArgumentException e) {
            problems.add(typed.label() + ' ' + e.getMessage());
        }
    }

    private String filled(Typed typed) {
        return Placeholders.fill(
                typed.raw().text(), sources.environment(), typed.raw().origin().base());
    }

    private static ResolvedSettings.Value secretOf(Setting<?> setting, Typed typed, String path) {
        Path base = typed.raw().origin().base();
        Secret secret = Secret.ofFile(FileTypes.path().parser().parse(path, base));
        setting.type().parser().parse(secret.reveal(), base);
        return new ResolvedSettings.Value(
                setting, secret, Secret.MASK, typed.raw().origin());
    }

    private ResolvedSettings.Value valueOf(Setting<?> setting, Typed typed, String text) {
        RawValue raw = typed.raw();
        try {
            Object value = setting.type().parser().parse(text, raw.origin().base());
            return new ResolvedSettings.Value(setting, value, setting.secret() ? Secret.MASK : text, raw.origin());
        } catch (IllegalArgumentException e) {
            // What a placeholder stands for may be a secret put into the wrong setting, so it is not shown.
            problems.add(typed.label()
                    + (setting.secret() || Placeholders.in(raw.text())
                            ? ": its value is not " + setting.type()
                            : ": " + Problems.quoted(raw.text()) + ' ' + e.getMessage()));
            return unset(setting);
        }
    }
}
