package dev.openfused.gateway.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that somebody probably meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * The candidate with the fewest letters to change (Levenshtein distance), if that is few enough to be a slip: at
     * most a third of the word, at least two. Capitals don't count.
     *
     * @param typed what was typed
     * @param candidates what is known
     * @return the nearest, or empty if none is near
     */
    public static Optional<String> to(String typed, Collection<String> candidates) {
        String word = typed.toLowerCase(java.util.Locale.ROOT);
        int limit = Math.max(2, Math.min(word.length(), 100) / 3);
        return candidates.stream()
                .filter(c -> Math.abs(c.length() - word.length()) <= limit)
                .min(Comparator.comparingInt((String c) -> distance(word, c)).thenComparing(Comparator.naturalOrder()))
                .filter(c -> distance(word, c) <= limit);
    }

    /**
     * The ending of an error line.
     *
     * @param typed what was typed
     * @param candidates what is known
     * @return {@code ; did you mean 'x'?}, or nothing if none is near
     */
    public static String hint(String typed, Collection<String> candidates) {
        return to(typed, candidates).map(c -> "; did you mean '" + c + "'?").orElse("");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == Character.toLowerCase(b.charAt(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
