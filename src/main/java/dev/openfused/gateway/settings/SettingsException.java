package dev.openfused.gateway.settings;

import java.util.List;

/** Settings that can't be used. All that is wrong is said at once, one line each; no line holds a secret. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1;

    /** One line each. */
    @SuppressWarnings("serial") // always an immutable list of strings, which can be serialised
    private final List<String> problems;

    /**
     * The problems found.
     *
     * @param problems at least one line
     */
    public SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return one line each: which setting, where it stands, what is wrong, what was probably meant
     */
    public List<String> problems() {
        return problems;
    }
}
