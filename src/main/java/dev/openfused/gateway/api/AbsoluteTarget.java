package dev.openfused.gateway.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Request targets in absolute form, {@code GET http://host/path} (RFC 9112, 3.2.2): proxies and odd clients send them. */
final class AbsoluteTarget {
    private AbsoluteTarget() {}

    /** The authority in a target; null if it is in origin form. */
    static @Nullable String authorityOf(String target) {
        int start = start(target);
        return start < 0 ? null : target.substring(start, end(target, start));
    }

    /** The target without scheme and authority. */
    static String pathOf(String target) {
        int start = start(target);
        if (start < 0) {
            return target;
        }
        String rest = target.substring(end(target, start));
        return rest.startsWith("/") ? rest : '/' + rest;
    }

    private static int start(String target) {
        String head = target.substring(0, Math.min(target.length(), "https://".length()))
                .toLowerCase(Locale.ROOT);
        if (head.startsWith("http://")) {
            return "http://".length();
        }
        return head.startsWith("https://") ? "https://".length() : -1;
    }

    private static int end(String target, int start) {
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
