package dev.openfused.gateway.ssh;

import java.util.regex.Pattern;

/** The patterns of a {@code Host} line: {@code *} and {@code ?}, and {@code !} for those that are meant not to match. */
final class HostPatterns {
    private HostPatterns() {}

    static boolean match(String host, String patterns) {
        boolean matched = false;
        for (String pattern : patterns.split("\\s+")) {
            if (pattern.startsWith("!")) {
                if (matchesOne(host, pattern.substring(1))) {
                    return false;
                }
            } else {
                matched |= matchesOne(host, pattern);
            }
        }
        return matched;
    }

    /** Every stretch between wildcards is literal; possessive repetition would miss matches, and hosts are short. */
    private static boolean matchesOne(String host, String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.replaceAll("\\*+", "*").toCharArray()) {
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE)
                .matcher(host)
                .matches();
    }
}
