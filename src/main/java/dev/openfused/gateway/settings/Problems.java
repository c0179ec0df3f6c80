package dev.openfused.gateway.settings;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the settings, so that an operator mends everything in one go. Not for several threads. */
public final class Problems {
    private static final int LONGEST_VALUE = 80;

    private final List<String> lines = new ArrayList<>();

    /** None yet. */
    public Problems() {}

    /**
     * One more.
     *
     * @param line for people, lower case, without a secret
     */
    public void add(String line) {
        lines.add(line.replaceAll("\\p{Cntrl}", "?"));
    }

    /**
     * All so far.
     *
     * @return in the order found
     */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * Stops if there is any.
     *
     * @throws SettingsException with all of them
     */
    public void throwIfAny() throws SettingsException {
        if (!lines.isEmpty()) {
            throw new SettingsException(lines);
        }
    }

    /** A value for people, cut where it is long; a password that stands where none belongs is masked. */
    static String quoted(String typed) {
        String value = ShownAddress.of(typed)
                .replaceAll("://[^/]*@", "://" + Secret.MASK + '@')
                .replaceAll("(?i)(password=)[^&;]*", "$1" + Secret.MASK);
        return '\'' + (value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + '…' : value) + '\'';
    }
}
