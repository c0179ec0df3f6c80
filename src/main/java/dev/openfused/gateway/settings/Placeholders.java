package dev.openfused.gateway.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code {{env:NAME}}}, {@code {{env:NAME:otherwise}}} and {@code {{file:PATH}}} in a value, as Camel writes them. What
 * is filled in is not looked through again.
 */
final class Placeholders {
    private static final Pattern FORM = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern ENV = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)(?::(.*))?", Pattern.DOTALL);

    private Placeholders() {}

    /** The form is right, but the variable or file it names is not there. */
    static final class MissingException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        MissingException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    static boolean in(String text) {
        return FORM.matcher(text).find();
    }

    /**
     * Fills in.
     *
     * @throws MissingException if a variable or file is not there
     * @throws IllegalArgumentException the rest of a sentence that begins with the setting; never holds a value
     */
    static String fill(String text, Map<String, String> environment, Path base) {
        Matcher m = FORM.matcher(text);
        StringBuilder out = new StringBuilder();
        while (m.find()) {
            m.appendReplacement(out, Matcher.quoteReplacement(valueOf(m.group(1), environment, base)));
        }
        return m.appendTail(out).toString();
    }

    private static String valueOf(String placeholder, Map<String, String> environment, Path base) {
        Matcher env = ENV.matcher(placeholder);
        if (env.matches()) {
            @Nullable String otherwise = env.group(2);
            String value = environment.getOrDefault(env.group(1), otherwise == null ? "" : otherwise);
            if (value.isEmpty() && otherwise == null) {
                throw new MissingException(
                        "names the environment variable " + env.group(1) + ", which is not set", null);
            }
            return value;
        }
        if (placeholder.startsWith("file:") && placeholder.length() > 5) {
            return contentOf(base.resolve(placeholder.substring(5)));
        }
        throw new IllegalArgumentException("holds '{{" + placeholder
                + "}}', which is neither {{env:NAME}}, {{env:NAME:otherwise}} nor {{file:PATH}}");
    }

    private static String contentOf(Path file) {
        try {
            return Secret.ofFile(file).reveal();
        } catch (IllegalArgumentException e) {
            throw new MissingException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The environment variables that a value names. */
    static List<String> variablesIn(String text) {
        return FORM.matcher(text)
                .results()
                .map(form -> ENV.matcher(form.group(1)))
                .filter(Matcher::matches)
                .map(env -> env.group(1))
                .toList();
    }
}
