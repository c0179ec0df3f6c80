package dev.openfused.gateway.channel;

import dev.openfused.gateway.channel.ChannelMessage.Authentication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the receiving mail server found out about a mail's sender.
 *
 * @param reporter the server's name, empty if it reported nothing
 * @param results such as {@code dkim: pass}, by method
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8601">RFC 8601, Authentication-Results</a>
 */
public record MailChecks(String reporter, Map<String, String> results) {
    private static final MailChecks NONE = new MailChecks("", Map.of());
    private static final Set<String> METHODS = Set.of("dkim", "spf", "dmarc", "arc");
    private static final Pattern RESULT =
            Pattern.compile("\\s*([A-Za-z0-9-]{1,20})(?:/\\d{1,3})?\\s*=\\s*([A-Za-z]{1,20})(?:\\s.*)?");

    /**
     * Copies the results.
     *
     * @param reporter as set by the operator
     * @param results copied
     */
    public MailChecks {
        results = Map.copyOf(results);
    }

    /**
     * Reads the reports of a mail. Only the uppermost of the server that is trusted counts: whoever sent the mail may have
     * put others below, and the server removes those in its own name.
     *
     * @param headers the values of Authentication-Results, from the top
     * @param reporter the server that is trusted; empty for none
     * @return what it found out
     */
    public static MailChecks read(List<String> headers, String reporter) {
        for (String header : headers) {
            String[] parts = bare(header.replaceAll("\\s+", " ")).split(";", -1);
            String id = parts[0].strip().split(" ", 2)[0];
            if (!reporter.isEmpty() && id.equalsIgnoreCase(reporter)) {
                return new MailChecks(reporter, results(parts));
            }
        }
        return NONE;
    }

    /**
     * Without comments, which nest, and without what stands in quotes: that may be the sender's own words, such as the local
     * part of an address, and hold semicolons. What is not closed goes on to the end. A quote inside a comment can be read in
     * two ways, and one of them would let the sender end that comment; then nothing is read.
     */
    private static String bare(String header) {
        StringBuilder bare = new StringBuilder(header.length());
        int comments = 0;
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '\\' && (quoted || comments > 0)) {
                i++;
            } else if (c == '"' && comments > 0) {
                return "";
            } else if (c == '"') {
                quoted = !quoted;
                bare.append(c);
            } else if (c == '(' && !quoted) {
                comments++;
            } else if (c == ')' && comments > 0) {
                comments--;
                bare.append(' ');
            } else if (!quoted && comments == 0) {
                bare.append(c);
            }
        }
        return bare.toString();
    }

    /** Of several results of one method the worst: one good signature beside a bad one is reported as such, too. */
    private static Map<String, String> results(String[] parts) {
        Map<String, String> results = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            Matcher result = RESULT.matcher(parts[i]);
            if (result.matches()) {
                String method = result.group(1).toLowerCase(Locale.ROOT);
                String word = result.group(2).toLowerCase(Locale.ROOT);
                if (METHODS.contains(method)) {
                    results.merge(method, word, (one, other) -> one.equals("pass") ? other : one);
                }
            }
        }
        return results;
    }

    /**
     * Whether the address in From was proven.
     *
     * @return true for {@code dmarc=pass}
     */
    public boolean dmarcPassed() {
        return "pass".equals(results.get("dmarc"));
    }

    /**
     * For agents.
     *
     * @return what is proven and who says so
     */
    public Authentication authentication() {
        if (results.isEmpty()) {
            return Authentication.NONE;
        }
        return new Authentication(results.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> e.getKey() + '=' + e.getValue())
                        .collect(Collectors.joining(", "))
                + ", as " + reporter + " reports");
    }
}
