package dev.openfused.gateway.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * An {@code application.properties}, in UTF-8, with the line each value stands in. Syntax and escapes are those of
 * {@link Properties}; a key given twice is a problem, where {@code Properties} silently takes the last.
 */
public final class PropertiesFile {
    private final Map<String, RawValue> values;

    private PropertiesFile(Map<String, RawValue> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * No file: nothing is set.
     *
     * @return an empty one
     */
    public static PropertiesFile none() {
        return new PropertiesFile(Map.of());
    }

    /**
     * Reads a file.
     *
     * @param file its path
     * @param problems takes what is wrong with it; the values that could be read are returned all the same
     * @return its values
     */
    public static PropertiesFile read(Path file, Problems problems) {
        try {
            return parse(file, Files.readAllLines(file, UTF_8), problems);
        } catch (CharacterCodingException e) {
            problems.add(file + " is not UTF-8 text");
        } catch (IOException e) {
            problems.add(file + " can't be read; check that it exists and who may read it");
        }
        return none();
    }

    private static PropertiesFile parse(Path file, List<String> lines, Problems problems) {
        Map<String, RawValue> values = new LinkedHashMap<>();
        Path base = file.toAbsolutePath().normalize().getParent();
        for (int i = 0; i < lines.size(); i++) {
            int first = i;
            StringBuilder logical = new StringBuilder(lines.get(i));
            while (continues(logical) && i + 1 < lines.size()) {
                logical.append('\n').append(lines.get(++i));
            }
            SettingOrigin origin = new SettingOrigin(
                    SettingOrigin.Layer.FILE,
                    file.getFileName() + ", line " + (first + 1),
                    base == null ? file.toAbsolutePath() : base);
            for (Map.Entry<Object, Object> entry :
                    load(logical.toString(), origin, problems).entrySet()) {
                String key = entry.getKey().toString();
                RawValue earlier =
                        values.put(key, new RawValue(entry.getValue().toString().strip(), origin));
                if (earlier != null) {
                    problems.add(key + " (" + origin + ") is set twice, first in " + earlier.origin());
                }
            }
        }
        return new PropertiesFile(values);
    }

    private static Properties load(String line, SettingOrigin origin, Problems problems) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(line));
        } catch (IllegalArgumentException e) {
            problems.add(origin + ": a \\u escape needs four hex digits; write a backslash as \\\\");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e); // a string can't fail to be read
        }
        return properties;
    }

    private static boolean continues(CharSequence line) {
        String text = line.toString().stripLeading();
        if (text.startsWith("#") || text.startsWith("!")) {
            return false;
        }
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /**
     * What it sets.
     *
     * @return values by key, in file order
     */
    public Map<String, RawValue> values() {
        return values;
    }
}
