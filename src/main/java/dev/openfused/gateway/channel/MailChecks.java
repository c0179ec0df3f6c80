package dev.openfused.gateway.channel;

import dev.openfused.gateway.channel.AuthenticationResults.Result;
import dev.openfused.gateway.channel.ChannelMessage.Authentication;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the receiving mail server found out about a mail's sender. A check that passed proves the sender only if it is about
 * the sender's domain: anybody passes with a domain of their own. DKIM and SPF may be about another domain of the same
 * organisation; DMARC is about the domain in From itself.
 *
 * @param reporter the server's name, empty if it reported nothing
 * @param findings by method, those that prove the sender first
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8601">RFC 8601, Authentication-Results</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7489#section-3.1">RFC 7489, 3.1 Identifier Alignment</a>
 */
public record MailChecks(String reporter, List<Finding> findings) {
    private static final MailChecks NONE = new MailChecks("", List.of());
    private static final String DMARC = "dmarc";
    private static final String DMARC_DOMAIN = "header.from";

    /** The methods that say something of the sender, and where each names the domain it is about. */
    private static final Map<String, List<String>> DOMAINS = Map.of(
            "dkim", List.of("header.d", "header.i"), "spf", List.of("smtp.mailfrom"), DMARC, List.of(DMARC_DOMAIN));

    private static final int MOST_SHOWN = 10;

    /**
     * Copies the findings.
     *
     * @param reporter as set by the operator
     * @param findings copied
     */
    public MailChecks {
        findings = List.copyOf(findings);
    }

    /**
     * A mail server of ours.
     *
     * @param name under which it reports
     * @param omitsFrom whether it is known to report DMARC without the domain (header.from)
     */
    public record Authserv(String name, boolean omitsFrom) {}

    /**
     * What one check came to.
     *
     * @param method {@code dkim}, {@code spf} or {@code dmarc}
     * @param result such as {@code pass}
     * @param domain what it is about, or null if it is not named
     * @param proof whether it proves the sender
     */
    public record Finding(
            String method, String result, @Nullable String domain, boolean proof) {
        private boolean passed() {
            return result.equals("pass");
        }

        private Finding withoutProof() {
            return new Finding(method, result, domain, false);
        }

        private String words() {
            String words = method + '=' + result;
            if (!passed() || (domain == null && proof)) {
                return words;
            }
            return words + (proof ? " for " : " only for ") + (domain == null ? "a domain that is not named" : domain);
        }
    }

    /**
     * Reads the reports of a mail. Only the uppermost of the server that is trusted counts: whoever sent the mail may have
     * put others below, and the server removes those in its own name.
     *
     * @param header the mail's header
     * @param server the server that is trusted, or null
     * @param sender who the mail says it is from
     * @param sameOrganisation whether two domains belong to the same organisation; asked for DKIM and SPF
     * @return what it found out
     */
    public static MailChecks read(
            MailHeader header,
            @Nullable Authserv server,
            MailSender sender,
            BiPredicate<String, String> sameOrganisation) {
        if (server == null) {
            return NONE;
        }
        Optional<AuthenticationResults> report = header.all("Authentication-Results").stream()
                .flatMap(field -> AuthenticationResults.read(field, server.name()).stream())
                .findFirst();
        List<Finding> findings = new ArrayList<>();
        for (Result result : report.map(AuthenticationResults::results).orElse(List.of())) {
            if (DOMAINS.containsKey(result.method())) {
                findings.add(finding(result, server, sender, sameOrganisation));
            }
        }
        return findings.isEmpty() ? NONE : new MailChecks(server.name(), judged(findings));
    }

    private static Finding finding(
            Result result, Authserv server, MailSender sender, BiPredicate<String, String> sameOrganisation) {
        Optional<String> named = DOMAINS.getOrDefault(result.method(), List.of()).stream()
                .filter(result.domains()::containsKey)
                .findFirst()
                .map(result.domains()::get);
        String domain = named.filter(text -> !text.isEmpty()).orElse(null);
        boolean dmarc = result.method().equals(DMARC);
        boolean about;
        if (domain == null) {
            about = named.isEmpty() && dmarc && server.omitsFrom();
        } else {
            about = dmarc ? domain.equals(sender.domain()) : sameOrganisation.test(domain, sender.domain());
        }
        return new Finding(
                result.method(),
                result.result(),
                domain,
                about && result.result().equals("pass"));
    }

    /** There is one answer to whether DMARC passed: of several that differ, one may be what the sender had it say. */
    private static List<Finding> judged(List<Finding> findings) {
        boolean doubtful = findings.stream().anyMatch(each -> each.method().equals(DMARC) && !each.proof());
        return findings.stream()
                .map(each -> doubtful && each.method().equals(DMARC) ? each.withoutProof() : each)
                .distinct()
                .sorted(Comparator.comparing((Finding each) -> !each.proof()).thenComparing(Finding::method))
                .toList();
    }

    /**
     * Whether the address in From was proven.
     *
     * @return true if {@code dmarc=pass} was reported for the sender's domain, and nothing else of DMARC
     */
    public boolean dmarcPassed() {
        return findings.stream().anyMatch(each -> each.method().equals(DMARC) && each.proof());
    }

    /**
     * For agents.
     *
     * @return what is proven and who says so; ten findings at most
     */
    public Authentication authentication() {
        if (findings.isEmpty()) {
            return Authentication.NONE;
        }
        String words = findings.stream().limit(MOST_SHOWN).map(Finding::words).collect(Collectors.joining(", "));
        boolean proven = findings.get(0).proof();
        return new Authentication((proven ? "" : "not as the sender; ") + words + ", as " + reporter + " reports");
    }
}
