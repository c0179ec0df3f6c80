package dev.openfused.gateway.camel.mail;

import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/**
 * Which domains belong to one organisation, by the Public Suffix List that the HTTP client brings: {@code mail.example.com}
 * and {@code example.com} do, {@code a.co.uk} and {@code b.co.uk} don't. It is read when it is first needed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7489#section-3.2">RFC 7489, 3.2 Organizational Domain</a>
 */
final class Organisations {
    private static final class Suffixes {
        static final PublicSuffixMatcher LIST = PublicSuffixMatcherLoader.getDefault();
    }

    private Organisations() {}

    /**
     * Compares two domains.
     *
     * @param one in lower case
     * @param other in lower case
     * @return true if they are equal, or below the same domain that somebody registered
     */
    static boolean areSame(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        String registered = registered(one);
        return registered != null && registered.equals(registered(other));
    }

    /** The domain that was registered; null for a public suffix. Of a top level that the list lacks, two labels count. */
    private static @Nullable String registered(String domain) {
        String root = Suffixes.LIST.getDomainRoot(domain);
        if (root == null || root.indexOf('.') >= 0) {
            return root;
        }
        int last = domain.lastIndexOf('.');
        return last < 0 ? null : domain.substring(domain.lastIndexOf('.', last - 1) + 1);
    }
}
