package dev.openfused.gateway.audit;

import dev.openfused.gateway.message.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A log line of {@code key=value} pairs that programs can take apart. A value that is not one plain word is quoted, so that
 * a stranger's text can't add pairs of its own.
 */
public final class LogLine {
    private final StringBuilder line = new StringBuilder();

    /** An empty line. */
    public LogLine() {}

    /**
     * Adds a pair.
     *
     * @param key a word of ours
     * @param value any text; null adds nothing
     * @return this
     */
    public LogLine with(String key, @Nullable String value) {
        if (value != null) {
            line.append(line.isEmpty() ? "" : " ").append(key).append('=').append(printed(value));
        }
        return this;
    }

    private static String printed(String value) {
        String visible = VisibleText.of(value);
        boolean plain = !visible.isEmpty() && visible.chars().allMatch(LogLine::isPlain);
        return plain ? visible : '"' + visible.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isPlain(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || ".:_-/+".indexOf(c) >= 0);
    }

    /**
     * The line.
     *
     * @return {@code key=value key="any text"}, one harmless line
     */
    @Override
    public String toString() {
        return line.toString();
    }
}
