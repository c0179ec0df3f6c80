package dev.openfused.gateway.settings;

import java.util.regex.Pattern;

/**
 * Masks the secrets of an address before it is shown: the part before an {@code @}, the query, and words of the path that
 * look like a token, as in webhooks of chats.
 */
final class ShownAddress {
    private static final Pattern USER = Pattern.compile("(?<=://)[^/?#\\s]*@");
    private static final Pattern QUERY = Pattern.compile("[?#][^\\s,]+");

    /** Of letters and digits, or longer than what people call things. */
    private static final Pattern TOKEN = Pattern.compile("(?<=/)(?:(?=[^/?#]*[0-9])(?=[^/?#]*[A-Za-z])"
            + "[A-Za-z0-9_+=%~@:-]{10,}|[A-Za-z0-9_+=%~@:-]{24,})(?=[/?#\\s,]|$)");

    private ShownAddress() {}

    /**
     * A text without the secrets of addresses in it.
     *
     * @param text an address, several, or none
     * @return the same without what is secret; a text without {@code ://} as it is
     */
    static String of(String text) {
        int host = text.indexOf("://") + 3;
        if (host < 3) {
            return text;
        }
        String masked = USER.matcher(text).replaceAll(Secret.MASK + '@');
        masked = QUERY.matcher(masked).replaceAll(match -> match.group().charAt(0) + Secret.MASK);
        int path = masked.indexOf('/', host);
        return path < 0
                ? masked
                : masked.substring(0, path)
                        + TOKEN.matcher(masked.substring(path)).replaceAll(Secret.MASK);
    }
}
