package dev.openfused.gateway.message;

import java.util.regex.Pattern;

/**
 * The name of an agent, peer, workspace or bridge: 1-64 of {@code [A-Za-z0-9._-]}, the first one alphanumeric, no
 * {@code ..} (protocol section 1, Names). So it is safe as part of a file name.
 *
 * @param value the name
 */
public record AgentName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * Checks the form.
     *
     * @param value the name
     * @throws IllegalArgumentException with a line for people
     */
    public AgentName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + VisibleText.of(value)
                    + "' is not a name: 1-64 letters, digits, '.', '_' or '-', the first a letter or digit, no '..'");
        }
    }

    /**
     * Whether a text is a name.
     *
     * @param value any text
     * @return true if it is
     */
    public static boolean isValid(String value) {
        return FORM.matcher(value).matches() && !value.contains("..");
    }

    @Override
    public String toString() {
        return value;
    }
}
