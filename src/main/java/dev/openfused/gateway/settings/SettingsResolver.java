package dev.openfused.gateway.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks each setting of a catalogue up in the sources, reads its value, and collects what is wrong. */
public final class SettingsResolver {
    private final SettingSources sources;
    private final Problems problems;
    private final List<String> warnings = new ArrayList<>();

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
     * What works but should not stay so, for the log.
     *
     * @return one line each
     */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private ResolvedSettings.Value resolve(Setting<?> setting, String key) {
        Optional<RawValue> own = sources.find(key, SettingSources.variableOf(key));
        Optional<RawValue> inFile = setting.secret()
                ? sources.find(key + "-file", SettingSources.variableOf(key) + "_FILE")
                : Optional.empty();
        if (own.isPresent() && inFile.isPresent()) {
            int compared =
                    own.get().origin().layer().compareTo(inFile.get().origin().layer());
            if (compared == 0) {
                problems.add(key + " and " + key + "-file (" + inFile.get().origin() + ") are both set; keep one");
                return unset(setting);
            }
            if (compared > 0) {
                own = Optional.empty();
            } else {
                inFile = Optional.empty();
            }
        }
        if (inFile.isPresent()) {
            return secretOf(setting, key + "-file", inFile.get());
        }
        if (own.isPresent()) {
            if (setting.secret()
                    && own.get().origin().layer() == SettingOrigin.Layer.FILE
                    && !Placeholders.in(own.get().text())) {
                warnings.add(key + " (" + own.get().origin() + ") is written out; {{env:NAME}} or " + key
                        + "-file keeps it out of copies of that file");
            }
            return read(setting, key, own.get());
        }
        if (setting.defaultText() != null) {
            return read(setting, key, new RawValue(setting.defaultText(), sources.defaultOrigin()));
        }
        if (setting.required()) {
            problems.add(key + " is missing: " + setting.type() + " (" + setting.description() + ")");
        }
        return unset(setting);
    }

    private ResolvedSettings.Value unset(Setting<?> setting) {
        return new ResolvedSettings.Value(setting, null, null, sources.defaultOrigin());
    }

    private ResolvedSettings.Value secretOf(Setting<?> setting, String key, RawValue raw) {
        try {
            String path = Placeholders.fill(
                    raw.text(), sources.environment(), raw.origin().base());
            Secret secret = Secret.ofFile(
                    SettingType.path().parser().parse(path, raw.origin().base()));
            setting.type().parser().parse(secret.reveal(), raw.origin().base());
            return new ResolvedSettings.Value(setting, secret, Secret.MASK, raw.origin());
        } catch (IllegalArgumentException e) {
            problems.add(key + " (" + raw.origin() + ") " + e.getMessage());
            return unset(setting);
        }
    }

    private ResolvedSettings.Value read(Setting<?> setting, String key, RawValue raw) {
        String text;
        try {
            text = Placeholders.fill(
                    raw.text(), sources.environment(), raw.origin().base());
        } catch (IllegalArgumentException e) {
            problems.add(key + " (" + raw.origin() + ") " + e.getMessage());
            return unset(setting);
        }
        try {
            Object value = setting.type().parser().parse(text, raw.origin().base());
            return new ResolvedSettings.Value(setting, value, setting.secret() ? Secret.MASK : text, raw.origin());
        } catch (IllegalArgumentException e) {
            // What a placeholder stands for may be a secret put into the wrong setting, so it is not shown.
            problems.add(key + " (" + raw.origin() + ")"
                    + (setting.secret() || Placeholders.in(raw.text())
                            ? ": its value is not " + setting.type()
                            : ": " + Problems.quoted(raw.text()) + ' ' + e.getMessage()));
            return unset(setting);
        }
    }
}
